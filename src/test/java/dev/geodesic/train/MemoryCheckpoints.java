package dev.geodesic.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.commons.io.function.IOConsumer;

/** Keeps the newest checkpoint in memory. */
final class MemoryCheckpoints implements Checkpoints {
  private final BooleanSupplier due;
  private byte[] newest = {};
  private int saved;

  /** Saves when {@code due} says so, and when a pack is told to stop. */
  MemoryCheckpoints(BooleanSupplier due) {
    this.due = due;
  }

  /** Saves when a pack is told to stop. */
  MemoryCheckpoints() {
    this(() -> false);
  }

  /** Holds a checkpoint that comes from elsewhere. */
  static MemoryCheckpoints of(byte[] content) {
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    checkpoints.newest = content.clone();
    return checkpoints;
  }

  byte[] content() {
    return newest.clone();
  }

  /** How many checkpoints were taken. */
  int saved() {
    return saved;
  }

  @Override
  public Optional<InputStream> newest() {
    return newest.length == 0 ? Optional.empty() : Optional.of(new ByteArrayInputStream(newest));
  }

  @Override
  public boolean isDue() {
    return due.getAsBoolean();
  }

  @Override
  public void save(IOConsumer<OutputStream> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      content.accept(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    newest = out.toByteArray();
    saved++;
  }
}
