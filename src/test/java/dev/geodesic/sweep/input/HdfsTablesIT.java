package dev.geodesic.sweep.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.DataSet;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables on a real HDFS, with one name node and one data node in this process. */
class HdfsTablesIT {
  private final SparkSession spark = SparkFixture.spark();

  @TempDir private java.nio.file.Path temporary;

  @Test
  void tablesAreReadFromHdfsAsFromAnywhere() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, temporary.toString());
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
      cluster.waitActive();
      String folder = cluster.getURI() + "/tables/of 2026/";
      try (FSDataOutputStream out =
          cluster.getFileSystem().create(new Path(folder, "trees[1].csv"))) {
        out.write("height,species\n3,oak\n2.5,ash\n1,oak\n".getBytes(StandardCharsets.UTF_8));
      }
      spark
          .sql("SELECT * FROM VALUES (3D, 'oak'), (2.5D, 'ash'), (1D, 'oak') AS t(height, species)")
          .repartition(1)
          .write()
          .parquet(folder + "trees");

      DataSet csv = read(folder + "trees[1].csv", folder + "trees[1].csv");
      DataSet parquet = read(folder + "trees", folder + "trees");

      assertThat(csv.classNames()).containsExactly("ash", "oak");
      assertThat(csv.testCount()).isEqualTo(3);
      assertThat(parquet.fingerprint()).isEqualTo(csv.fingerprint());
      assertThatThrownBy(() -> read(folder + "bushes.csv", ""))
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("got: " + folder + "bushes.csv (nothing is there)");
    }
  }

  private DataSet read(String place, String test) {
    return DataSetLoader.find(
            new DataSpec.Source(place, DataFormat.AUTO, "species", List.of(), test),
            Configuration::new,
            new ParquetReader(() -> spark),
            line -> {})
        .read();
  }
}
