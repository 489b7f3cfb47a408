package dev.geodesic.store.files;

import java.util.Optional;

/**
 * A file system without locks. Two runs at once waste work there, but commits stay idempotent.
 *
 * @param directory of the results, as a user would write it
 */
record NoLock(String directory) implements ResultsLock {
  @Override
  public Optional<String> caution() {
    return Optional.of(
        "%s has no locks: start no second run on it, which would train the same trials twice and could replace this one's summary"
            .formatted(directory));
  }

  @Override
  public boolean isExclusive() {
    return false;
  }

  @Override
  public void verify() {
    // Without a lock, none can be lost.
  }

  @Override
  public void close() {
    // There is no lock to release.
  }
}
