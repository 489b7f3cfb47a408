package dev.geodesic.sweep.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ludovic.netlib.arpack.ARPACK;
import dev.ludovic.netlib.arpack.JavaARPACK;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.linalg.BLAS$;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MllibBlasTest {
  /** No other test of this JVM touches netlib before a {@code LinearBaseline} has done the same. */
  @BeforeAll
  static void settle() {
    MllibBlas.settle();
  }

  @Test
  void mllibCalculatesWithOurBlasWhateverTheMachineHas() throws IOException {
    assertThat(BLAS.getInstance().getClass().getSimpleName()).isEqualTo("JNIBLAS");
    assertThat(LAPACK.getInstance()).isInstanceOf(JavaLAPACK.class);
    assertThat(ARPACK.getInstance()).isInstanceOf(JavaARPACK.class);
    assertThat(BLAS$.MODULE$.nativeBLAS()).isSameAs(BLAS.getInstance());
    assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain("libblas.so");
  }

  @Test
  void executorsDoTheSameAndAUsersOwnOptionsComeLast() {
    SparkConf conf = new SparkConf(false).set("spark.executor.defaultJavaOptions", "-Dmine=1");
    MllibBlas.keepFromExecutors(conf);
    assertThat(conf.get("spark.executor.defaultJavaOptions").split(" "))
        .containsExactly(
            "-Ddev.ludovic.netlib.blas.nativeLibPath=/dev/null/none",
            "-Ddev.ludovic.netlib.lapack.nativeLibPath=/dev/null/none",
            "-Ddev.ludovic.netlib.arpack.nativeLibPath=/dev/null/none",
            "-Djdk.lang.processReaperUseDefaultStackSize=true",
            "-Dmine=1");
  }
}
