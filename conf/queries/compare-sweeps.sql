-- What two sweeps have in common: holdout losses side by side, the largest differences first.
--
-- Trials of the search that were asked for alike, seed included, are paired; data, or a version of the trainer,
-- that both sweeps have is compared with itself alone, and other_problem names the other's problem
-- where it is another. difference is the mean of other_loss minus one_loss over pairs that completed
-- in both, largest the largest of any pair, equal how many pairs agree to the last bit; one without
-- a finite loss counts as lost.
-- :one = ''  name of a sweep; the first by name where it is empty
-- :other = ''  name of another; the last by name where it is empty
WITH sweeps AS (
  SELECT coalesce(nullif(:one, ''), min(sweep)) AS one,
         coalesce(nullif(:other, ''), max(sweep)) AS other
  FROM configurations),
ones AS (SELECT c.*, s.one, s.other FROM sweeps s JOIN configurations c ON c.sweep = s.one),
others AS (SELECT c.* FROM sweeps s JOIN configurations c ON c.sweep = s.other),
shared_data AS (
  SELECT DISTINCT a.data_fingerprint AS shared
  FROM ones a JOIN others b ON a.data_fingerprint = b.data_fingerprint),
shared_trainers AS (
  SELECT DISTINCT a.trainer_version AS shared
  FROM ones a JOIN others b ON a.trainer_version = b.trainer_version),
matched AS (
  SELECT a.one, a.other, a.configuration_id AS one_id, b.configuration_id AS other_id, a.parameters,
         a.label, a.problem, nullif(b.problem, a.problem) AS other_problem, a.downsample, a.hidden,
         a.batch_size
  FROM ones a
  JOIN others b ON a.parameters = b.parameters
  LEFT JOIN shared_data d ON d.shared = a.data_fingerprint OR d.shared = b.data_fingerprint
  LEFT JOIN shared_trainers t ON t.shared = a.trainer_version OR t.shared = b.trainer_version
  WHERE (a.data_fingerprint = b.data_fingerprint OR d.shared IS NULL)
    AND (coalesce(a.trainer_version, 0) = coalesce(b.trainer_version, 0) OR t.shared IS NULL)),
pairs AS (
  SELECT m.*, CASE WHEN t.status = 'COMPLETED' THEN t.test_loss END AS one_loss,
         CASE WHEN u.status = 'COMPLETED' THEN u.test_loss END AS other_loss
  FROM matched m
  JOIN trials t ON t.sweep = m.one AND t.configuration_id = m.one_id
  JOIN trials u ON u.sweep = m.other AND u.configuration_id = m.other_id AND u.seed = t.seed
  WHERE NOT t.confirmation AND NOT u.confirmation)
SELECT one, other, problem, other_problem, downsample, hidden, batch_size, label, count(*) AS pairs,
       count_if(one_loss IS NULL) AS one_lost, count_if(other_loss IS NULL) AS other_lost,
       avg(one_loss) AS one_loss, avg(other_loss) AS other_loss,
       avg(other_loss - one_loss) AS difference, max(abs(other_loss - one_loss)) AS largest,
       count_if(other_loss = one_loss) AS equal
FROM pairs
GROUP BY one, other, one_id, other_id, parameters, problem, other_problem, downsample, hidden,
         batch_size, label
ORDER BY largest DESC NULLS LAST, abs(one_lost - other_lost) DESC, label, parameters, problem,
         other_problem
