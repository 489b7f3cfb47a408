package dev.geodesic.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.export.Destination.Earlier;
import dev.geodesic.export.ExportedModel.Origin;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models on a real HDFS, with one name node and one data node in this process. */
class HdfsExportIT {
  @TempDir private java.nio.file.Path temporary;

  private static ExportedModel model() {
    InputMap input = new InputMap(new double[2], new double[] {1, 1}, List.of(), 0);
    ExportedLayer layer = new ExportedLayer(new float[] {1, 2, 3, 4, 5, 6}, new float[] {7, 8, 9});
    return new ExportedModel(
        new Origin("3f2a", "sgd, seed 0", 10, "abc", 0.5, 0.75),
        input,
        List.of("a", "b", "c"),
        List.of(layer),
        Activation.TANH);
  }

  @Test
  void everyFormatIsWrittenAndReplaced() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, temporary.toString());
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
      cluster.waitActive();
      String folder = cluster.getURI() + "/models/of-2026/";
      for (Earlier earlier : List.of(Earlier.KEPT, Earlier.REPLACED)) {
        for (String name : List.of("m.npz", "m.onnx", "m")) {
          write(folder + name, earlier);
        }
      }
      FileSystem files = cluster.getFileSystem();

      assertThat(Arrays.stream(files.listStatus(new Path(folder))).map(FileStatus::getPath))
          .extracting(Path::getName)
          .containsExactly("m", "m.npz", "m.onnx");
      assertThat(files.open(new Path(folder, "m.npz")).readAllBytes())
          .isEqualTo(NumpyArchive.of(model()));
      assertThat(LogisticRegressionModel.load(folder + "m").interceptVector().toArray())
          .containsExactly(7, 8, 9);
      assertThatThrownBy(() -> write(folder + "m", Earlier.KEPT))
          .isInstanceOf(RequestException.class)
          .hasMessageStartingWith("--to must name a place where nothing is yet, got: hdfs://");
    }
  }

  private static void write(String place, Earlier earlier) {
    Destination destination = Destination.of(place, ExportFormat.of(place), new Configuration());
    destination.prepare(earlier);
    destination.write(model(), SparkFixture.spark());
  }
}
