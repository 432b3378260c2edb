package org.atelier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The smallest networks of every model that can be trained. */
final class TinyModels {
  private static final List<Object> UNITS =
      List.of("--generator-units", 6, "--discriminator-units", 5);

  /** Those that are not convolutional, or whose filters must be a multiple of 8. */
  private static final Map<String, List<Object>> NETWORKS =
      Map.ofEntries(
          Map.entry("gan", UNITS),
          Map.entry("lsgan", List.of("--filters", 8)),
          Map.entry("wgan", UNITS),
          Map.entry("wgan-gp", UNITS),
          Map.entry("cgan", UNITS),
          Map.entry("sgan", List.of("--filters", 8)),
          Map.entry("vae", List.of()),
          Map.entry("cvae", List.of("--units", 6)),
          Map.entry("iwae", List.of("--units", 6)),
          Map.entry("vq-vae", List.of("--filters", 2, "--codes", 8, "--code-size", 4)));

  /** Those that have no latents. */
  private static final Set<String> WITHOUT_LATENTS = Set.of("vq-vae");

  private TinyModels() {}

  /** Trains one for two steps of four pictures; later arguments win. */
  static CommandLineRun train(String model, Path out, Object... more) {
    var options = new LinkedHashMap<Object, Object>();
    put(options, "--out", out, "--device", "cpu", "--batch-size", 4);
    if (!WITHOUT_LATENTS.contains(model)) {
      put(options, "--latent-size", 4);
    }
    put(options, "--steps", 2, "--sample-every", 2);
    put(options, NETWORKS.getOrDefault(model, List.of("--filters", 2)).toArray());
    put(options, more);
    var arguments = new ArrayList<Object>(List.of("train", model));
    options.forEach((option, value) -> arguments.addAll(List.of(option, value)));
    return CommandLineRun.atelier(arguments.toArray());
  }

  private static void put(Map<Object, Object> options, Object... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      options.put(pairs[i], pairs[i + 1]);
    }
  }
}
