package dev.geodesic.sweep.task;

import dev.geodesic.store.files.StoredCheckpoints;
import dev.geodesic.train.Checkpoints;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.io.function.IOConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of one pack, saved every few minutes into the results directory. */
final class PackCheckpoints implements Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(PackCheckpoints.class);

  private final StoredCheckpoints stored;
  private final String packId;
  private final Duration interval;
  private long lastNanoseconds = System.nanoTime();
  private boolean exists;
  private boolean hasFailed;

  /**
   * Opens the checkpoints of a pack.
   *
   * @param interval from the end of one save to the beginning of the next
   */
  PackCheckpoints(StoredCheckpoints stored, String packId, Duration interval) {
    this.stored = stored;
    this.packId = packId;
    this.interval = interval;
  }

  @Override
  public Optional<InputStream> newest() throws IOException {
    Optional<InputStream> newest = stored.open(packId);
    exists |= newest.isPresent();
    return newest;
  }

  @Override
  public boolean isDue() {
    return System.nanoTime() - lastNanoseconds >= interval.toNanos();
  }

  @Override
  public void save(IOConsumer<OutputStream> content) {
    try {
      exists = true;
      Uninterrupted.run(() -> stored.replace(packId, content));
    } catch (IOException | RuntimeException e) {
      warnOnce(e);
    } finally {
      lastNanoseconds = System.nanoTime();
    }
  }

  private void warnOnce(Exception e) {
    if (!hasFailed) {
      hasFailed = true;
      LOG.warn(
          "Cannot save checkpoints of pack {} ({}); it trains on, and starts anew if it is stopped",
          packId,
          e.toString());
    }
  }

  /** Deletes them when the pack is committed. If that fails, a later run does it. */
  void delete() {
    if (!exists) {
      return;
    }
    try {
      stored.delete(packId);
    } catch (IOException e) {
      LOG.warn("Cannot delete the checkpoint of pack {}: {}", packId, e.toString());
    }
  }
}
