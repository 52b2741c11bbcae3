-- Menus are edited by the message id of the press itself: no message needs a name.

DROP TABLE handles;
ALTER TABLE outbox DROP COLUMN handle;
