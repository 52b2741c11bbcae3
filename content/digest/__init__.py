"""The digest of a group or a member: what is new for them, in one short message. Pure: the same news, the same text."""
