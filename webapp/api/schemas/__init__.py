"""What the API takes and answers, one file a noun: read for requests, told in the OpenAPI document."""
