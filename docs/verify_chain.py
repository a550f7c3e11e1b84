#!/usr/bin/env python3
"""Verify an exported chain of entries offline. Needs Python 3.8 or later and nothing else.

    jiedui export-chain chain.jsonl
    python3 verify_chain.py chain.jsonl [--head HASH] [--evidence FOLDER]

Checked are: each entry's hash, each link to the entry before, that no number is missing, that the last entry is the
one the file promises, and that whatever is taken back or replaced came earlier. With --head also that the chain ends
at (or leads through) a hash you noted elsewhere: this is what shows a chain that was rewritten as a whole. With
--evidence also that every file named is in the folder and is what it was.

Prints every difference with its line; exits 0 where there is none, 1 where there is one, 2 where the file is no export.
"""

import argparse
import hashlib
import json
import pathlib
import sys


def canonical(value):
    """The bytes that were hashed: sorted keys, no blanks, UTF-8."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def sha256(data):
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_sha256(path):
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        for piece in iter(lambda: handle.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def find_file(folder, name):
    """The file with this hash: in the folder itself, or two folders deep as the store keeps it."""
    for path in (folder / name, folder / name[:2] / name[2:4] / name):
        if path.is_file():
            return path
    return None


class Verifier:
    """Goes along the lines and collects what is wrong."""

    def __init__(self, header, evidence):
        self.header = header
        self.evidence = evidence
        self.sequence = header["first"] - 1
        self.hash = header["before"]
        self.entries = set()
        self.hashes = set()
        self.checked = {}
        self.problems = []

    def problem(self, line, text):
        """Keep a difference with the line it stands in."""
        self.problems.append(f"line {line}: {text}")

    def step(self, line, text):
        """One entry."""
        try:
            row = json.loads(text)
            stored, entry = row["hash"], row["entry"]
            number, sequence = entry["id"], entry["sequence"]
        except (ValueError, KeyError, TypeError):
            self.problem(line, "cannot be read")
            return
        name = f"entry #{number} (number {sequence})"
        if sequence != self.sequence + 1:
            self.problem(line, f"{name}: number {self.sequence + 1} was expected")
        if sha256(canonical(entry)) != stored:
            self.problem(line, f"{name}: its content is not what was hashed")
        if entry.get("previous_hash") != self.hash:
            self.problem(line, f"{name}: does not follow the entry before it")
        for field, verb in (("reverses_id", "takes back"), ("corrects_id", "replaces")):
            earlier = entry.get(field)
            if earlier is not None and earlier not in self.entries and self.header["first"] == 1:
                self.problem(line, f"{name}: {verb} #{earlier}, which does not come before it")
        if self.evidence is not None:
            self.files(line, name, entry)
        self.entries.add(number)
        self.hashes.add(stored)
        self.sequence, self.hash = sequence, stored

    def files(self, line, name, entry):
        """The files an entry rests on; each is read once."""
        for _purpose, digest, filename in entry["evidence"]:
            if digest not in self.checked:
                path = find_file(self.evidence, digest)
                self.checked[digest] = (
                    "is missing" if path is None else "" if file_sha256(path) == digest else "was changed"
                )
            if self.checked[digest]:
                self.problem(line, f"{name}: the file {filename} ({digest}) {self.checked[digest]}")

    def finish(self, head):
        """Whether it ends where it should."""
        if self.header["last"] >= self.header["first"] and (
            self.sequence != self.header["last"] or self.hash != self.header["head"]
        ):
            self.problems.append(
                "end: the last entry is not the one promised (number {last})".format(**self.header)
            )
        if head and head not in self.hashes:
            self.problems.append(f"end: the hash {head} is nowhere in this chain")


def main():
    """Read the arguments, verify, print."""
    parser = argparse.ArgumentParser(description="Verify an exported chain of entries offline.")
    parser.add_argument("file", type=pathlib.Path, help="what “jiedui export-chain” wrote")
    parser.add_argument(
        "--head", default="", help="a hash noted elsewhere, through which the chain must lead"
    )
    parser.add_argument(
        "--evidence", type=pathlib.Path, help="a folder with the files, named by their SHA-256"
    )
    options = parser.parse_args()
    with options.file.open("rb") as lines:
        try:
            header = json.loads(lines.readline())
            if header["jiedui_chain"] != 1:
                raise ValueError
            verifier = Verifier(header, options.evidence)
        except (ValueError, KeyError, TypeError):
            print(f"{options.file}: not an export of the chain", file=sys.stderr)
            return 2
        for number, line in enumerate(lines, start=2):
            verifier.step(number, line)
    verifier.finish(options.head)
    for problem in verifier.problems:
        print(problem)
    print(
        "{} entries, numbers {} to {}, {} files looked at, {} differences".format(
            len(verifier.entries),
            header["first"],
            header["last"],
            len(verifier.checked),
            len(verifier.problems),
        )
    )
    print("head: {}".format(verifier.hash or "(none)"))
    return 1 if verifier.problems else 0


if __name__ == "__main__":
    sys.exit(main())
