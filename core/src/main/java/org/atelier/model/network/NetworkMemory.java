package org.atelier.model.network;

import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Locale;
import org.atelier.nn.script.Footprint;

/**
 * Refuses networks that no machine of this size can hold, from their shapes and before any memory
 * is taken: libtorch would fail with a message about its allocator, or the operating system would
 * kill the process.
 *
 * <p>The estimate is a lower bound. What it accepts may still not fit; what it refuses cannot.
 */
public final class NetworkMemory {
  /** An array is copied to the engine through one buffer, whose size in bytes is an int. */
  private static final double MOST_VALUES = Integer.MAX_VALUE / Float.BYTES;

  private static final int EXAMPLES = 2;
  private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB", "PB", "EB"};

  private NetworkMemory() {}

  /**
   * Checks that the parameters of a network fit the machine.
   *
   * @throws IllegalArgumentException if they do not; the message says how much memory they need
   */
  static void requireParameters(Network network) {
    network
        .footprint(EXAMPLES)
        .ifPresent(
            footprint -> {
              requireLargest(network, footprint);
              require("the parameters of " + network.name(), footprint.parameters() * Float.BYTES);
            });
  }

  /**
   * Checks that networks in training fit the machine: parameters, gradients, the optimizers' state,
   * moving averages, and the largest result of a pass with a batch.
   *
   * @param batchSize the number of examples that a network computes at once
   * @throws IllegalArgumentException if they do not; the message says how much memory they need
   */
  public static void requireTraining(Collection<Network> networks, long batchSize) {
    double copies = 0;
    double largest = 0;
    for (Network network : networks) {
      var found = network.footprint(EXAMPLES);
      if (found.isEmpty()) {
        continue;
      }
      Footprint footprint = found.get();
      requireLargest(network, footprint);
      copies += footprint.parameters() * network.copiesInTraining();
      double input = 0;
      for (Shape shape : network.inputShapes()) {
        input += values(shape);
      }
      requireArray(
          String.format(Locale.ROOT, "a batch of %,d inputs of %s", batchSize, network.name()),
          input * batchSize);
      largest = Math.max(largest, footprint.largestResult() / EXAMPLES * batchSize);
    }
    require("parameters, gradients and the optimizer's state", copies * Float.BYTES);
    require(
        String.format(Locale.ROOT, "one layer's result for a batch of %,d", batchSize),
        largest * Float.BYTES);
    require(
        "parameters, gradients, the optimizer's state and a layer's result",
        (copies + largest) * Float.BYTES);
  }

  private static void requireLargest(Network network, Footprint footprint) {
    requireArray(
        "the parameter %s".formatted(footprint.largestParameter()),
        footprint.largestParameterSize());
  }

  /** Checks the size of an array that is made on the Java heap. */
  private static void requireArray(String what, double values) {
    if (values > MOST_VALUES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s would have %,.0f values, but an array has at most %,.0f; choose smaller networks,"
                  + " pictures or batches",
              what,
              values,
              MOST_VALUES));
    }
    double heap = Runtime.getRuntime().maxMemory();
    if (values * Float.BYTES > heap) {
      throw new IllegalArgumentException(
          "%s would take %s of Java's heap, whose limit is %s; choose smaller networks, pictures or batches, or raise the limit (-Xmx)"
              .formatted(what, bytes(values * Float.BYTES), bytes(heap)));
    }
  }

  /**
   * Checks that this much memory is in the machine.
   *
   * @param what it is for, in the message
   * @throws IllegalArgumentException if it is not; the message says how much there is
   */
  public static void require(String what, double bytes) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    double memory = (double) system.getTotalMemorySize() + system.getTotalSwapSpaceSize();
    if (bytes > memory) {
      throw new IllegalArgumentException(
          "at least %s of memory is needed for %s, but this machine has %s; choose smaller networks, pictures or batches"
              .formatted(bytes(bytes), what, bytes(memory)));
    }
  }

  private static double values(Shape shape) {
    double size = 1;
    for (int axis = 0; axis < shape.dimension(); axis++) {
      size *= shape.get(axis);
    }
    return size;
  }

  private static String bytes(double bytes) {
    double rest = bytes;
    int unit = 0;
    while (rest >= 1000 && unit < UNITS.length - 1) {
      rest /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, rest < 10 ? "%,.1f %s" : "%,.0f %s", rest, UNITS[unit]);
  }
}
