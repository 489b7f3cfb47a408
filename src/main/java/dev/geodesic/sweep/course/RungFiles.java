package dev.geodesic.sweep.course;

import dev.geodesic.space.Pack;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.StoredRungs;
import dev.geodesic.train.RungState;
import dev.geodesic.trial.Rung;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the states in the results. Works in a thread of its own, while others train. */
final class RungFiles implements RungKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(RungFiles.class);

  /** The points of the curves of a file, about: some tens of megabytes in memory. */
  private static final long MOST_POINTS = 200_000;

  private final ResultStore store;
  private final StoredRungs rungs;
  private final ExecutorService worker = Executors.newSingleThreadExecutor(RungFiles::daemon);

  /** The trials of each state that may still need it. */
  private final Map<String, Set<String>> holders = new HashMap<>();

  private volatile @Nullable IOException trouble;

  RungFiles(ResultStore store) {
    this.store = store;
    this.rungs = new StoredRungs(store);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "geodesic-rungs");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void hold(String leg, String trial) {
    holders.computeIfAbsent(leg, key -> new HashSet<>()).add(trial);
  }

  @Override
  public void release(String leg, String trial) {
    if (isLast(leg, trial)) {
      worker.execute(() -> delete(leg));
    }
  }

  /** Records that a trial does not need a state any more; returns whether no other does. */
  private synchronized boolean isLast(String leg, String trial) {
    Set<String> left = holders.get(leg);
    if (left == null || !left.remove(trial) || !left.isEmpty()) {
      return false;
    }
    holders.remove(leg);
    return true;
  }

  private void delete(String leg) {
    try {
      rungs.delete(leg);
    } catch (IOException e) {
      LOG.warn("Cannot delete the state of {}: {}", leg, e.toString());
    }
  }

  @Override
  public void store(List<Climber> ended, Rung rung) {
    Map<String, Map<String, Trial>> byState = new LinkedHashMap<>();
    for (Climber climber : ended) {
      String state = climber.state();
      if (state != null) {
        byState
            .computeIfAbsent(state, key -> new HashMap<>())
            .put(climber.trial().id(), climber.trial());
      }
    }
    worker.execute(
        () -> {
          try {
            store(byState, rung);
          } catch (Error e) {
            // Lack of memory, say: the run must not end as if they were stored.
            failed(e);
          }
        });
  }

  /** Stores trials, those of many states in one file, as long as their curves are not too large. */
  private void store(Map<String, Map<String, Trial>> byState, Rung rung) {
    List<TrialResult> results = new ArrayList<>();
    List<Map.Entry<String, Map<String, Trial>>> read = new ArrayList<>();
    long points = 0;
    for (Map.Entry<String, Map<String, Trial>> state : byState.entrySet()) {
      try {
        for (TrialResult result : results(state.getKey(), state.getValue(), rung)) {
          results.add(result);
          points += result.curve().size();
        }
        read.add(state);
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
      if (points >= MOST_POINTS) {
        commit(results, read);
        results.clear();
        read.clear();
        points = 0;
      }
    }
    commit(results, read);
  }

  private List<TrialResult> results(String state, Map<String, Trial> trials, Rung rung)
      throws IOException {
    try (InputStream in = rungs.open(state)) {
      RungState read = RungState.read(in, trials);
      return read.outcomes().stream()
          .map(
              outcome ->
                  new TrialResult(
                      outcome.trial(), outcome.status(), rung, outcome.curve(), read.provenance()))
          .toList();
    }
  }

  private void commit(List<TrialResult> results, List<Map.Entry<String, Map<String, Trial>>> read) {
    if (results.isEmpty()) {
      return;
    }
    try {
      store.commit(nameOf(results), results);
    } catch (IOException | RuntimeException e) {
      failed(e);
      return;
    }
    for (Map.Entry<String, Map<String, Trial>> state : read) {
      for (String trial : state.getValue().keySet()) {
        if (isLast(state.getKey(), trial)) {
          delete(state.getKey());
        }
      }
    }
  }

  private void failed(Throwable e) {
    LOG.error("Cannot store trials that ended at a rung", e);
    trouble = e instanceof IOException failure ? failure : new IOException(e);
  }

  /**
   * Names a file of trials that ended at a rung; the same trials may be stopped at another step
   * elsewhere.
   */
  private static String nameOf(List<TrialResult> results) {
    return Pack.idOf(
        results.stream().map(one -> "%s at %d".formatted(one.trial().id(), one.steps())).toList());
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    worker.shutdown();
    while (!worker.awaitTermination(1, TimeUnit.MINUTES)) {
      LOG.info("Still storing trials that ended at a rung");
    }
    IOException first = trouble;
    if (first != null) {
      throw first;
    }
  }
}
