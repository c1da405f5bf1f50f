-- Compiling a statement costs more than it saves in functions that answer within a tenth of a second: the tile function spent most of its
-- time in it.

alter function reporting.tickets_mvt(integer, integer, integer, json) set jit = off;
alter function reporting.features(text, text, text, text, timestamptz, timestamptz) set jit = off;
alter function reporting.map_summary(boolean) set jit = off;
alter function reporting.metrics(text, text, text, timestamptz, timestamptz, timestamptz) set jit = off;
alter function reporting.fn_nearest_open(double precision, double precision, integer, double precision, text) set jit = off;
alter function reporting.fn_ticket_trends(text, date, date, text, text) set jit = off;
alter function reporting.fn_team_attribution(text, date, date) set jit = off;
alter function tickets.capture_history_at(text, timestamptz) set jit = off;
