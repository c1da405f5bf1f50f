-- 28 tickets around the night from 31 March to 1 April 2026, a Wednesday, for payloads worked out by hand at 00:30 EAT of 1 April.
-- O: open, C: closed, N: the source says neither. A time ending in 00:00:00 or 23:59:59 stands on the edge of a window.
-- Each goes into both tables, so that both types must give the same answers.

create temp table golden (
  ticket_id text, is_actionable text, normalized_status text, cluster text, assigned_team text,
  created_at_service text, first_seen_at text, closed_at text, sla_status text, mttr text, latitude text
);
insert into golden values
  ('O01', 'true', 'Assigned', 'West', 'Red', '2026-03-31 23:00:00', '', '', '', '', '-1.25'),                           -- 1.5 h: ok
  ('O02', 'true', 'Assigned', 'West', 'Red', '2026-03-30 00:30:00', '', '', 'Compliant', '', '-1.25'),                  -- 48 h: breached, whatever the source says
  ('O03', 'true', 'Pending', 'East', 'Blue', '2026-03-30 12:30:00', '', '', '', '', ''),                                -- 36 h: due_soon; no place
  ('O04', 'true', 'Assigned', 'East', '', '', '2026-03-30 12:31:00', '', '', '', '-1.25'),                              -- 35 h 59 min by first_seen_at: ok
  ('O05', 'true', 'Pending', '', 'Blue', '', '', '', '', '', ''),                                                       -- no clock: unknown; no place
  ('O06', 'true', 'Assigned', 'West', 'Blue', '2026-04-01 00:00:00', '', '', '', '', '-1.25'),                          -- created with today's first second
  ('O07', 'true', 'Assigned', 'East', 'Red', '2026-03-20 08:00:00', '', '2026-03-31 10:00:00', '', '', '-1.25'),        -- open with closed_at: open, breached
  ('O08', 'true', 'Pending', 'North', 'Green', '2026-03-31 00:00:00', '', '', '', '', '-1.25'),
  ('O09', 'true', 'Assigned', 'North', 'Green', '2026-04-01 09:00:00', '', '', '', '', ''),                             -- dated ahead: unknown; no place
  ('O10', 'true', 'Pending', 'East', 'Blue', '2026-03-30 23:59:59', '', '', '', '', '-1.25'),
  ('N01', 'maybe', 'Assigned', 'West', 'Red', '2026-03-31 09:00:00', '', '', '', '', '-1.25'),                          -- created, and neither open nor closed
  ('C01', 'false', 'Closed', 'West', 'Red', '2026-03-31 20:00:00', '', '2026-04-01 00:00:00', 'Compliant', '1', '-1.25'),
  ('C02', 'false', 'Closed', 'West', 'Red', '2026-03-29 10:00:00', '', '2026-03-31 23:59:59', 'Breached', '50', '-1.25'),
  ('C03', 'false', 'Closed', 'East', 'Blue', '2026-03-30 23:59:59', '', '2026-03-31 00:00:00', 'Compliant', '2', '-1.25'),
  ('C04', 'false', 'Closed', 'East', 'Blue', '', '2026-03-30 10:00:00', '2026-03-30 23:59:59', 'Compliant', '0.5', ''),
  ('C05', 'false', 'Closed', 'West', 'Blue', '2026-03-18 08:00:00', '', '2026-03-30 00:00:00', 'Breached', '100', '-1.25'),
  ('C06', 'false', 'Closed', 'West', 'Red', '2026-03-29 08:00:00', '', '2026-03-29 23:59:59', 'Compliant', '', '-1.25'),
  ('C07', 'false', 'Closed', 'East', 'Red', '2026-03-25 23:00:00', '', '2026-03-26 00:00:00', '', '3', '-1.25'),
  ('C08', 'false', 'Closed', 'East', 'Red', '2026-03-25 22:00:00', '', '2026-03-25 23:59:59', 'Compliant', '4', '-1.25'),
  ('C09', 'false', 'Closed', 'West', 'Red', '2026-03-02 12:00:00', '', '2026-03-03 00:00:00', 'Compliant', '5', '-1.25'),
  ('C10', 'false', 'Closed', 'West', 'Red', '2026-03-01 12:00:00', '', '2026-03-02 23:59:59', 'Breached', '60', '-1.25'),
  ('C11', 'false', 'Closed', 'East', 'Blue', '2026-03-31 12:00:00', '', '', 'Compliant', '1', '-1.25'),                 -- closed without closed_at: in no window
  ('C12', 'false', 'Cancelled', 'East', '', '2026-03-30 01:00:00', '', '2026-04-01 00:20:00', 'Breached', '49', '-1.25'),
  ('C13', 'false', 'Closed', 'East', 'Red', '', '2026-02-27 09:00:00', '2026-02-28 12:00:00', 'Compliant', '1', '-1.25'),
  ('C14', 'false', 'Closed', 'West', 'Red', '2026-03-31 10:00:00', '', '2026-04-02 00:00:00', 'Compliant', '1', '-1.25'), -- closed tomorrow, says the source
  ('C15', 'false', 'Closed', 'North', 'Green', '2026-03-10 05:00:00', '', '2026-03-10 15:00:00', 'Compliant', '10', '-1.25'),
  ('C16', 'false', 'Closed', 'North', 'Green', '2026-03-07 18:00:00', '', '2026-03-10 16:00:00', 'Breached', '70', '-1.25'),
  ('C17', 'false', 'Closed', 'North', 'Green', '2026-03-15 08:00:00', '', '2026-03-15 08:00:00', 'Compliant', '0', '-1.25');

insert into tickets.inc (ticket_id, raw) select ticket_id, to_jsonb(golden) || '{"longitude": "36.75"}' from golden;
insert into tickets.crq (ticket_id, raw) select ticket_id, to_jsonb(golden) || '{"longitude": "36.75"}' from golden;
