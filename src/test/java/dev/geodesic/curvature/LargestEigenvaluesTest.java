package dev.geodesic.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.curvature.RandomScenes.Recipe;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.trial.Fisher;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against all eigenvalues of the dense matrix. */
class LargestEigenvaluesTest {
  private static final Device DEVICE = new CpuDevice();

  @Provide
  Arbitrary<Recipe> recipes() {
    return RandomScenes.recipes();
  }

  @Property(seed = "11", tries = 300)
  void isTheLargestOfAll(@ForAll("recipes") Recipe recipe) {
    DEVICE.inScope(
        () -> {
          Scene scene = recipe.on(DEVICE);
          ReferenceFisher reference = scene.reference(Fisher.EXACT);
          double[] values = reference.eigen().values();
          double largest = values[values.length - 1];
          double[] found =
              DEVICE
                  .fisher()
                  .largestEigenvalues(scene.pass.sampleGram(), scene.pass.probabilities(), 1e-6)
                  .get();
          assertThat(found[0]).isCloseTo(largest, within(1e-5 * largest));
          return true;
        });
  }
}
