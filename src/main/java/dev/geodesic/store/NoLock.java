package dev.geodesic.store;

import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file system without locks. Two runs at once waste work there, but commits stay idempotent. */
record NoLock() implements ResultsLock {
  private static final Logger LOG = LoggerFactory.getLogger(NoLock.class);

  static NoLock on(URI root) {
    LOG.warn(
        "{} has no locks: see to it that no second run works on it, or it trains the same twice",
        root);
    return new NoLock();
  }

  @Override
  public boolean isExclusive() {
    return false;
  }

  @Override
  public void verify() {
    // There is nothing to lose.
  }

  @Override
  public void close() {
    // Nothing was taken.
  }
}
