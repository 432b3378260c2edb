package org.atelier.benchmarks;

import ai.djl.engine.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.atelier.engine.Precision;

/**
 * One contestant of a comparison: a process that lives as long as the comparison and runs steps
 * when it is told to, so that the driver can let the contestants take turns.
 *
 * <p>Arguments: family, picture size, batch size, precision. It answers {@code ready <versions>},
 * then every line {@code run <k>} with the nanoseconds of k steps; it ends with its input.
 */
public final class Worker {
  private Worker() {}

  /** Runs the worker. */
  public static void main(String[] args) throws IOException {
    Family family = Family.ALL.get(args[0]);
    if (family == null) {
      throw new IllegalArgumentException(
          "Expected a family out of " + Family.ALL.keySet() + ", but got " + args[0]);
    }
    int size = Integer.parseInt(args[1]);
    int batch = Integer.parseInt(args[2]);
    var precision = Precision.valueOf(args[3].toUpperCase(Locale.ROOT));
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Steps steps = family.open(size, batch, precision)) {
      System.out.printf(
          Locale.ROOT,
          "ready Java %s, DJL %s, libtorch %s%n",
          System.getProperty("java.version"),
          Engine.getDjlVersion(),
          Engine.getEngine("PyTorch").getVersion());
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        long nanos = steps.run(Integer.parseInt(line.substring("run ".length())));
        if (!Float.isFinite(steps.lastLoss())) {
          throw new IllegalStateException("The loss is " + steps.lastLoss());
        }
        System.out.println(nanos);
      }
    }
  }
}
