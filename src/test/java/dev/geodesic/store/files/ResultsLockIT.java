package dev.geodesic.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsLockIT {
  @TempDir private Path temporary;
  private ResultStore store;

  private ResultStore store() {
    return new ResultStore(temporary.toUri(), new Configuration());
  }

  @BeforeEach
  void prepare() {
    store = store();
    store.prepare();
  }

  @Test
  void aSecondProcessIsRefusedAndADeadOneForgotten() throws Exception {
    Process first = LockHolder.start(store.root());
    try {
      assertThatThrownBy(() -> ResultsLock.acquire(store))
          .isInstanceOf(RequestException.class)
          .hasMessageMatching(
              "A results directory must have one run at a time, got: "
                  + temporary
                  + ", in use by process %d on .+ since .+Z; wait for it or stop it"
                      .formatted(first.pid()));
    } finally {
      first.destroyForcibly().waitFor();
    }
    try (ResultsLock lock = ResultsLock.acquire(store)) {
      assertThat(lock.isExclusive()).isTrue();
    }
  }

  @Test
  void aSecondTryInThisProcessIsRefusedAndTakesNothingAway() throws Exception {
    ResultsLock lock = ResultsLock.acquire(store);
    assertThatThrownBy(() -> ResultsLock.acquire(store))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid());
    // The kernel would have dropped the lock had the try opened and closed the file.
    assertThatThrownBy(() -> LockHolder.start(store.root())).isInstanceOf(IOException.class);
    lock.close();
    lock.close();
    LockHolder.start(store.root()).destroyForcibly().waitFor();
    ResultsLock.acquire(store).close();
  }

  @Test
  void aFileSystemWithoutLocksSaysSo() {
    assertThat(new NoLock("s3a://bucket/seed").isExclusive()).isFalse();
  }
}
