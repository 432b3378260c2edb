package org.atelier.benchmarks.fuzz;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.atelier.benchmarks.fuzz.Parts.Part;

/** Changes statistics of a reference set, and mostly makes their checksum right again. */
enum StatisticsMutator implements Mutator {
  INSTANCE;

  private static final SafetensorsParts FORMAT = new SafetensorsParts();
  private static final Mutator PARTS = new PartsMutator(FORMAT);

  @Override
  public byte[] mutate(byte[] seed, byte[] other, SplittableRandom random) {
    byte[] file = PARTS.mutate(seed, other, random);
    if (random.nextInt(8) == 0) {
      return file;
    }
    List<Part> parts = new ArrayList<>(FORMAT.split(file));
    if (parts.size() != 2) {
      return file;
    }
    try {
      String json = new String(parts.get(0).content(), StandardCharsets.UTF_8);
      JsonObject header = JsonParser.parseString(json).getAsJsonObject();
      header.getAsJsonObject("__metadata__").addProperty("sha256", checksum(header, parts.get(1)));
      parts.set(
          0, new Part(parts.get(0).name(), header.toString().getBytes(StandardCharsets.UTF_8)));
      return FORMAT.join(parts);
    } catch (RuntimeException e) {
      // No JSON, or not of this shape: no checksum helps.
      return file;
    }
  }

  /** The checksum of {@code ReferenceStatistics}: of the metadata and the tensors, by name. */
  private static String checksum(JsonObject header, Part values) {
    var metadata = new TreeMap<String, String>();
    header
        .getAsJsonObject("__metadata__")
        .entrySet()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().getAsString()));
    metadata.remove("sha256");
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    digest.update(metadata.toString().getBytes(StandardCharsets.UTF_8));
    var names = new TreeMap<String, JsonElement>(header.asMap());
    names.remove("__metadata__");
    names.forEach(
        (name, element) -> {
          JsonObject tensor = element.getAsJsonObject();
          var offsets = tensor.getAsJsonArray("data_offsets");
          var shape = new ArrayList<String>();
          tensor.getAsJsonArray("shape").forEach(size -> shape.add(size.getAsString()));
          String head = name + type(tensor) + "(" + String.join(", ", shape) + ")";
          digest.update(head.getBytes(StandardCharsets.UTF_8));
          int begin = offsets.get(0).getAsInt();
          digest.update(values.content(), begin, offsets.get(1).getAsInt() - begin);
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String type(JsonObject tensor) {
    String type = tensor.get("dtype").getAsString().toUpperCase(Locale.ROOT);
    return type.startsWith("F") ? "float" + type.substring(1) : type;
  }
}
