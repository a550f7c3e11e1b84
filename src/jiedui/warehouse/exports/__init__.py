"""Files made of a pivot: the table as an official form, or the entries behind it, as a workbook, CSV or Parquet."""
