package dev.geodesic.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelLockTest {
  @TempDir private Path directory;

  private ResultsLock acquire(KernelLock.Attempt attempt) throws IOException {
    return KernelLock.acquire(directory.resolve(ResultsLock.FILE), "process 1", attempt);
  }

  /** As the kernel answers for ENOLCK, ENOSYS and EOPNOTSUPP: NFS, Lustre, FUSE. */
  @ParameterizedTest
  @ValueSource(
      strings = {"No locks available", "Function not implemented", "Operation not supported"})
  void whereTheFileSystemRefusesLocksARunGoesOnAndSaysWhatItLacks(String answer)
      throws IOException {
    try (ResultsLock lock =
        acquire(
            channel -> {
              throw new IOException(answer);
            })) {
      lock.verify();
      assertThat(lock.isExclusive()).isFalse();
      assertThat(lock.caution().orElse(""))
          .startsWith(directory + " has no locks: start no second run on it");
    }
    // Nothing of it is left.
    acquire(FileChannel::tryLock).close();
  }

  @Test
  void aLockThatIsHeldNeedsNoCautionAndAdmitsNoOther() throws IOException {
    try (ResultsLock lock = acquire(FileChannel::tryLock)) {
      assertThat(lock.isExclusive()).isTrue();
      assertThat(lock.caution()).isEmpty();
      assertThatThrownBy(() -> acquire(FileChannel::tryLock)).isInstanceOf(RequestException.class);
    }
  }
}
