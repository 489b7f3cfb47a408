package dev.geodesic.store.files;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.ipc.RemoteException;

/**
 * A lock on HDFS. One client at a time may write a file, until it no longer renews its lease. So an
 * empty file held open is a lock, and a dead run's can be taken over once its lease has ended.
 */
final class HdfsLease implements ResultsLock {
  /** HDFS's own soft limit, {@code HdfsConstants.LEASE_SOFTLIMIT_PERIOD}. */
  private static final int LEASE_SECONDS = 60;

  /** The attribute that names the holder; unlike content, it needs no data node. */
  private static final String HOLDER = "user.geodesic.holder";

  /** Exceptions of the name node while a lease lives, or is just being ended. */
  private static final Set<String> IN_USE =
      Set.of(
          "org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException",
          "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException");

  /** The attribute that counts the runs that held the lock: if it changes, the lock is lost. */
  private static final String EPOCH = "user.geodesic.epoch";

  private final FileSystem client;
  private final FSDataOutputStream lease;
  private final Path file;
  private final long epoch;

  private HdfsLease(FileSystem client, FSDataOutputStream lease, Path file, long epoch) {
    this.client = client;
    this.lease = lease;
    this.file = file;
    this.epoch = epoch;
  }

  /** Takes the lock by a client of its own: others may close a shared one, and end the lease. */
  static HdfsLease acquire(URI cluster, Configuration configuration, Path file, String holder)
      throws IOException {
    FileSystem client = FileSystem.newInstance(cluster, configuration);
    try {
      FSDataOutputStream lease = open(client, file);
      long epoch = epoch(client, file) + 1;
      client.setXAttr(file, EPOCH, Long.toString(epoch).getBytes(StandardCharsets.UTF_8));
      client.setXAttr(file, HOLDER, holder.getBytes(StandardCharsets.UTF_8));
      return new HdfsLease(client, lease, file, epoch);
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** Opens the file by append, which respects a live lease and takes over one that has ended. */
  private static FSDataOutputStream open(FileSystem client, Path file) throws IOException {
    try {
      return client.exists(file) ? client.append(file) : client.create(file, false);
    } catch (FileAlreadyExistsException e) {
      throw refused(client, file);
    } catch (RemoteException e) {
      if (IN_USE.contains(e.getClassName())) {
        throw refused(client, file);
      }
      throw e;
    }
  }

  private static long epoch(FileSystem client, Path file) throws IOException {
    byte[] digits = client.getXAttrs(file).get(EPOCH);
    return digits == null ? 0 : Long.parseLong(new String(digits, StandardCharsets.UTF_8));
  }

  @Override
  public void verify() throws IOException {
    long now = epoch(client, file);
    if (now != epoch) {
      throw new IOException(
          "The lease on %s was this run's at epoch %d, got: epoch %d; %s has taken over, and this run ends"
              .formatted(file.getParent(), epoch, now, holder(client, file)));
    }
  }

  private static RequestException refused(FileSystem client, Path file) {
    return ResultsLock.refused(
        file.getParent(),
        holder(client, file),
        "wait for it or stop it; if it is dead already, try again in %d s, when HDFS has ended its lease"
            .formatted(LEASE_SECONDS));
  }

  private static String holder(FileSystem client, Path file) {
    try {
      return new String(client.getXAttr(file, HOLDER), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "another process";
    }
  }

  @Override
  public boolean isExclusive() {
    return true;
  }

  @Override
  public void close() throws IOException {
    try (client) {
      lease.close();
    }
  }
}
