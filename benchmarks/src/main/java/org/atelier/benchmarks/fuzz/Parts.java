package org.atelier.benchmarks.fuzz;

import java.util.List;

/** A format of files that are made of parts: chunks, segments, entries, instructions. */
interface Parts {
  /**
   * A part of a file.
   *
   * @param name its kind, such as the id of a chunk, by which the format knows how to join it
   * @param content its content, without lengths and checksums, unpacked
   */
  record Part(String name, byte[] content) {}

  /** Splits a file; of one that is damaged, what can be told apart. */
  List<Part> split(byte[] file);

  /** Joins parts to a file, whose lengths and checksums are right. */
  byte[] join(List<Part> parts);

  /** Returns how the content of a part is changed. */
  Mutator mutatorOf(Part part);
}
