package org.atelier.benchmarks.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.atelier.benchmarks.fuzz.Parts.Part;

/**
 * Changes the parts of a file, and their order and number, and joins them with right lengths and
 * checksums, so that readers get beyond those; at times changes the bytes of the whole file.
 *
 * @param format how files are split and joined
 */
record PartsMutator(Parts format) implements Mutator {
  private static final ByteMutator BYTES = new ByteMutator();
  private static final int MAX_PARTS = 100_000;

  @Override
  public byte[] mutate(byte[] seed, byte[] other, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return BYTES.mutate(seed, other, random);
    }
    List<Part> parts = new ArrayList<>(format.split(seed));
    List<Part> others = format.split(other);
    for (int edits = 1; edits <= 8; edits += 1 + random.nextInt(4)) {
      edit(parts, others, random);
    }
    byte[] file = format.join(parts);
    return random.nextInt(8) == 0 ? BYTES.mutate(file, other, random) : file;
  }

  private void edit(List<Part> parts, List<Part> others, SplittableRandom random) {
    if (parts.isEmpty()) {
      parts.addAll(others);
      return;
    }
    int at = random.nextInt(parts.size());
    int second = random.nextInt(parts.size());
    switch (random.nextInt(10)) {
      case 0 -> parts.remove(at);
      case 1 -> parts.add(second, parts.get(at));
      case 2 -> Collections.swap(parts, at, second);
      case 3 -> {
        if (!others.isEmpty()) {
          parts.add(at, others.get(random.nextInt(others.size())));
        }
      }
      case 4 -> repeat(parts, at, random);
      default -> {
        Part part = parts.get(at);
        Part same = part;
        for (Part candidate : others) {
          same = candidate.name().equals(part.name()) ? candidate : same;
        }
        byte[] content = format.mutatorOf(part).mutate(part.content(), same.content(), random);
        parts.set(at, new Part(part.name(), content));
      }
    }
  }

  /** Repeats a few parts, mostly several times, at times very often. */
  private static void repeat(List<Part> parts, int at, SplittableRandom random) {
    int length = 1 + random.nextInt(Math.min(4, parts.size() - at));
    List<Part> run = List.copyOf(parts.subList(at, at + length));
    int most = random.nextInt(200) == 0 ? MAX_PARTS : 1 << random.nextInt(1, 9);
    int size = run.stream().mapToInt(part -> part.content().length + 1).sum();
    int times = Math.min(most / length, (1 << 20) / size);
    var repeated = new ArrayList<Part>();
    for (int i = 0; i < times; i++) {
      repeated.addAll(run);
    }
    parts.addAll(at, repeated);
  }
}
