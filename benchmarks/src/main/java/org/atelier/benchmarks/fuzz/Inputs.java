package org.atelier.benchmarks.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The inputs of a target, by number: first its seed files as they are, then files made from them; a
 * function of the seed files, the seed and the number.
 */
final class Inputs {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final List<byte[]> files;
  private final Mutator mutator;
  private final long seed;

  private Inputs(List<byte[]> files, Mutator mutator, long seed) {
    this.files = files;
    this.mutator = mutator;
    this.seed = seed;
  }

  /**
   * Opens the inputs of a target.
   *
   * @param corpus the folder that has a folder of seed files for each target
   */
  static Inputs of(FuzzTarget target, Path corpus, long seed) throws IOException {
    Path folder = corpus.resolve(target.name());
    var files = new ArrayList<byte[]>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
          files.add(Files.readAllBytes(file));
        }
      }
    }
    if (files.isEmpty()) {
      throw new IOException("Expected seed files in %s, but found none".formatted(folder));
    }
    return new Inputs(List.copyOf(files), target.mutator(), seed);
  }

  /** Returns an input, from 0. */
  byte[] input(long number) {
    if (number < files.size()) {
      return files.get((int) number).clone();
    }
    var random = new SplittableRandom(seed * GOLDEN ^ number);
    byte[] file = files.get(random.nextInt(files.size()));
    byte[] other = files.get(random.nextInt(files.size()));
    return mutator.mutate(file, other, random);
  }
}
