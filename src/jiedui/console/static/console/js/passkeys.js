/* Passkeys: a form marked data-passkey asks the browser for one and sends what it answers.
   data-passkey="login" first fetches what to ask for; "get" and "create" find it in the element named by data-options. */
(function () {
  'use strict'

  async function optionsOf (form) {
    if (form.dataset.passkey === 'login') {
      const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
      if (!answer.ok) throw new Error('no options: ' + answer.status)
      return (await answer.json()).request_options
    }
    const data = JSON.parse(document.getElementById(form.dataset.options).textContent)
    return data.creation_options || data.request_options
  }

  function asPasskey (options) {
    /* A passkey is kept on the device and opened by its owner, so that it signs in without a password. */
    const wanted = options.publicKey.authenticatorSelection
    wanted.residentKey = 'required'
    wanted.requireResidentKey = true
    wanted.userVerification = 'required'
    return options
  }

  async function ask (form) {
    const failed = form.querySelector('[data-passkey-failed]')
    if (failed) failed.hidden = true
    try {
      const options = await optionsOf(form)
      const made = form.dataset.passkey === 'create'
        ? await window.webauthnJSON.create(asPasskey(options))
        : await window.webauthnJSON.get(options)
      form.elements.credential.value = JSON.stringify(made)
      form.submit()
    } catch (error) {
      if (failed) failed.hidden = false
    }
  }

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('form[data-passkey]').forEach(function (form) {
      form.querySelector('button').addEventListener('click', function (event) {
        event.preventDefault()
        ask(form)
      })
    })
  })
})()
