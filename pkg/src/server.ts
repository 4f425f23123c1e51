export { PayoutKitError, type ErrorCode } from './error.js'
export { acceptPayoutRequest, memoryPayoutStore } from './accept.js'
export { prepareBatch, verifyBatch } from './batch.js'
export { cosignRequest } from './cosign.js'
export { verifyStepUp } from './passkey.js'
export { signPayout } from './signed.js'
export { thumbprint, verifyKeyProof, verifySignature } from './key.js'
export { verifyPayoutRequest } from './verify.js'
export { verifyWebhook } from './webhook.js'
export type {
  Acceptance,
  Admission,
  Admitted,
  CosigningContext,
  IncomingRequest,
  KeyProof,
  PayoutStore,
  PreparedBatch,
  Refused,
  RejectedPayout,
  SignatureAlgorithm,
  SignedRequest,
  Signer,
  SigningContext,
  StepUpAssertion,
  StepUpPolicy,
  StepUpResult,
  Verification,
  VerificationKey,
  VerificationPolicy,
  WebhookRequest,
  WebhookResult,
} from './types.js'
