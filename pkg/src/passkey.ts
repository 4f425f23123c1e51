import { decoded, verificationKey, verifySignature } from './key.js'
import { argument, flag, list, object, optional, text } from './read.js'
import type { StepUpAssertion, StepUpPolicy, StepUpResult, VerificationKey } from './types.js'
import { call } from './verifier.js'
import { finder } from './verify.js'

const assertionMembers = object<StepUpAssertion>({ credentialId: text, clientDataJSON: text, authenticatorData: text, signature: text })

const policyMembers = object<StepUpPolicy>({
  digest: text,
  nonce: text,
  rpId: text,
  origins: list(text),
  userVerification: optional(flag),
  key: finder,
})

/**
 * Did the user confirm this payout with a passkey? The challenge must be the one of the payout's digest and
 * of the server's nonce, which is the caller's to use once.
 */
export async function verifyStepUp(assertion: StepUpAssertion, policy: StepUpPolicy): Promise<StepUpResult> {
  const answer = argument(assertionMembers, assertion, 'The assertion')
  const { key, ...demands } = argument(policyMembers, policy, 'The policy')
  const found = (await key.call(policy, answer.credentialId)) as VerificationKey | null | undefined
  const record = found === undefined || found === null ? undefined : argument(verificationKey, found, 'The key')
  const checked = call('checkStepUp', JSON.stringify(answer), JSON.stringify(demands), record?.alg ?? '')
  if (checked.refusal !== undefined) return { ok: false, ...checked.refusal }
  const { message, signature, userVerified } = checked.value
  if (record === undefined || !(await verifySignature(record, decoded(message), decoded(signature)))) {
    return { ok: false, code: 'step_up_invalid_signature', message: "The credential's key did not sign this.", httpStatus: 403 }
  }
  return { ok: true, credentialId: answer.credentialId, userVerified }
}
