/**
 * Socket facts as rows of numbers: addresses, protocols and names repeat in most events and stand once, as terms. A cookie is the 64 bits
 * that the kernel counts with, or text where it is no such number.
 */
export const SOCKET_FACTS = `
insert or ignore into term (text) select distinct protocol from socket_fact;
insert or ignore into term (text) select distinct local_ip from socket_fact where local_ip is not null;
insert or ignore into term (text) select distinct remote_ip from socket_fact where remote_ip is not null;
insert or ignore into term (text) select distinct remote_names from socket_fact where remote_names is not null;
alter table socket_fact rename to told_socket;
create table socket_fact (
  event integer primary key references event(id),
  image integer not null references image(id),
  operation integer not null,
  is_oriented integer not null,
  protocol integer not null references term(id),
  local_ip integer references term(id),
  local_port integer,
  remote_ip integer references term(id),
  remote_port integer,
  cookie any,
  remote_names integer references term(id),
  remote_pod integer references pod_metadata(id),
  bytes_sent integer,
  bytes_received integer,
  n integer not null
) strict;
insert into socket_fact
  select s.event, s.image, s.operation, s.is_oriented, p.id, l.id, s.local_port, r.id, s.remote_port, s.cookie, n.id, s.remote_pod, s.bytes_sent, s.bytes_received, s.n
  from told_socket s join term p on p.text = s.protocol left join term l on l.text = s.local_ip left join term r on r.text = s.remote_ip
    left join term n on n.text = s.remote_names;
drop table told_socket;
`;
