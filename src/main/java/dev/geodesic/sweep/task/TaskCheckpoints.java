package dev.geodesic.sweep.task;

import dev.geodesic.space.Leg;
import dev.geodesic.store.files.StoredCheckpoints;
import dev.geodesic.train.Checkpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The checkpoints of a task's pack, and of its parts if the pack fails and they train alone. */
public final class TaskCheckpoints {
  /** The most training of a pack that may be lost by default; a save takes far less time. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(3);

  private final StoredCheckpoints stored;
  private final Duration interval;
  private final List<PackCheckpoints> opened = new ArrayList<>();

  TaskCheckpoints(StoredCheckpoints stored, Duration interval) {
    this.stored = stored;
    this.interval = interval;
  }

  /** The checkpoints of the task's leg, or of a part of it. */
  Checkpoints of(Leg leg) {
    PackCheckpoints checkpoints = new PackCheckpoints(stored, leg.id(), interval);
    opened.add(checkpoints);
    return checkpoints;
  }

  /** Deletes all of them when the task's leg has ended. */
  void delete() {
    opened.forEach(PackCheckpoints::delete);
  }
}
