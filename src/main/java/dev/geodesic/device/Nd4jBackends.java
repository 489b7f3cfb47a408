package dev.geodesic.device;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.common.config.ND4JClassLoading;

/**
 * Which of the back ends on the class path ND4J takes, once for a process, as its classes are
 * initialised. By itself it would try CUDA's first, and print the stack of what it is missing
 * wherever there is no card.
 */
public enum Nd4jBackends {
  PROCESSOR("org.nd4j.linalg.cpu.nativecpu.CpuBackend"),
  CUDA("org.nd4j.linalg.jcublas.JCublasBackend");

  private static final String SERVICES = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

  private static boolean isTaken;

  private final String provider;

  Nd4jBackends(String provider) {
    this.provider = provider;
  }

  /** Whether it is on the class path. */
  boolean isPresent() {
    return ND4JClassLoading.classPresentOnClasspath(provider);
  }

  /** Has ND4J take this one, unless another was named before. */
  public void take() {
    synchronized (Nd4jBackends.class) {
      if (!isTaken) {
        isTaken = true;
        ND4JClassLoading.setNd4jClassloader(
            new Only(ND4JClassLoading.getNd4jClassloader(), provider));
      }
    }
  }

  /** Finds one provider, and everything else as its parent does. */
  private static final class Only extends ClassLoader {
    private final String provider;

    Only(ClassLoader parent, String provider) {
      super(parent);
      this.provider = provider;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> found = Collections.list(super.getResources(name));
      Stream<URL> kept = found.stream().filter(url -> !name.equals(SERVICES) || names(url));
      return Collections.enumeration(kept.toList());
    }

    private boolean names(URL services) {
      try (InputStream in = services.openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .anyMatch(line -> line.strip().equals(provider));
      } catch (IOException e) {
        return false;
      }
    }
  }
}
