package org.atelier.benchmarks.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The entries of a zip archive of {@code torch.save}; its pickles are split in turn. */
final class ZipParts implements Parts {
  private static final Mutator PICKLE = new PartsMutator(new PickleParts(1));
  private static final ByteMutator BYTES = new ByteMutator();

  /** Entries of these names are deflated, the others stored, so that the way back is known. */
  private static final String DEFLATED = "deflated:";

  @Override
  public List<Part> split(byte[] file) {
    var parts = new ArrayList<Part>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String how = entry.getMethod() == ZipEntry.DEFLATED ? DEFLATED : "";
        parts.add(new Part(how + entry.getName(), zip.readAllBytes()));
      }
    } catch (IOException | IllegalArgumentException e) {
      // What was read so far.
    }
    return parts;
  }

  @Override
  public byte[] join(List<Part> parts) {
    var bytes = new ByteArrayOutputStream();
    Set<String> names = new HashSet<>();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Part part : parts) {
        boolean deflated = part.name().startsWith(DEFLATED);
        String name = deflated ? part.name().substring(DEFLATED.length()) : part.name();
        // The stream refuses a second entry of one name.
        if (!names.add(name)) {
          name += "_" + names.size() + "_" + bytes.size();
          names.add(name);
        }
        var entry = new ZipEntry(name);
        entry.setTime(0);
        entry.setMethod(deflated ? ZipEntry.DEFLATED : ZipEntry.STORED);
        if (!deflated) {
          var checksum = new CRC32();
          checksum.update(part.content());
          entry.setCrc(checksum.getValue());
          entry.setSize(part.content().length);
        }
        zip.putNextEntry(entry);
        zip.write(part.content());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException("A stream in memory never fails", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public Mutator mutatorOf(Part part) {
    return part.name().endsWith(".pkl") ? PICKLE : BYTES;
  }
}
