export type IssueCode = string
