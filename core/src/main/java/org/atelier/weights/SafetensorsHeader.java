package org.atelier.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file: the name, type, shape and offsets of each tensor.
 *
 * @param metadata the metadata, texts by name
 * @param entries the tensors, in the order of the JSON; they fill the data without gap or overlap
 */
record SafetensorsHeader(LinkedHashMap<String, String> metadata, List<Entry> entries) {
  private static final String METADATA = "__metadata__";
  private static final int MAX_TENSORS = 100_000;
  private static final int MAX_RANK = 64;
  private static final int MAX_METADATA = 100_000;

  private static final Map<String, DataType> TYPES =
      Map.of(
          "F64", DataType.FLOAT64,
          "F32", DataType.FLOAT32,
          "F16", DataType.FLOAT16,
          "BF16", DataType.BFLOAT16,
          "I64", DataType.INT64,
          "I32", DataType.INT32,
          "I16", DataType.INT16,
          "I8", DataType.INT8,
          "U8", DataType.UINT8,
          "BOOL", DataType.BOOLEAN);

  /**
   * The type, shape and position of a tensor.
   *
   * @param begin the offset of the first byte, from the end of the header
   * @param end the offset after the last byte
   */
  record Entry(String name, DataType type, Shape shape, long begin, long end) {}

  /**
   * Computes the layout of a file. Tensors are sorted by descending element size (otherwise in the
   * given order), so that every tensor is aligned to its element size, as memory-mapping readers
   * require.
   */
  static SafetensorsHeader layOut(Map<String, HostTensor> tensors, Map<String, String> metadata) {
    var names = new ArrayList<>(tensors.keySet());
    names.sort(
        Comparator.comparingInt((String n) -> tensors.get(n).type().getNumOfBytes()).reversed());
    var entries = new ArrayList<Entry>(names.size());
    long begin = 0;
    for (String name : names) {
      HostTensor tensor = tensors.get(name);
      if (name.equals(METADATA)) {
        throw new IllegalArgumentException("A tensor cannot be called " + METADATA);
      }
      long end = begin + HostTensor.byteCount(tensor.type(), tensor.shape().getShape());
      entries.add(new Entry(name, tensor.type(), tensor.shape(), begin, end));
      begin = end;
    }
    return new SafetensorsHeader(new LinkedHashMap<>(new TreeMap<>(metadata)), entries);
  }

  /** Encodes the JSON, padded with spaces to a multiple of 8 bytes. */
  ByteBuffer toBytes() {
    var text = new StringWriter();
    try (var json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(METADATA).beginObject();
        for (var e : metadata.entrySet()) {
          json.name(e.getKey()).value(e.getValue());
        }
        json.endObject();
      }
      for (Entry entry : entries) {
        json.name(entry.name).beginObject().name("dtype").value(nameOf(entry.type));
        json.name("shape").beginArray();
        for (long dimension : entry.shape.getShape()) {
          json.value(dimension);
        }
        json.endArray().name("data_offsets").beginArray().value(entry.begin).value(entry.end);
        json.endArray().endObject();
      }
      json.endObject();
      json.flush();
      ByteBuffer bytes =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.getBuffer()));
      int padded = (bytes.remaining() + 7) / 8 * 8;
      var result = ByteBuffer.allocate(padded).put(bytes);
      while (result.hasRemaining()) {
        result.put((byte) ' ');
      }
      return result.flip();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "A name contains an unpaired surrogate, which cannot be encoded in UTF-8", e);
    } catch (IOException e) {
      throw new AssertionError("a StringWriter does not fail", e);
    }
  }

  /**
   * Reads and checks a header.
   *
   * @param file the file, for messages
   * @param json the bytes between the length and the data
   * @param dataBytes the number of bytes after the header
   */
  static SafetensorsHeader parse(Path file, ByteBuffer json, long dataBytes)
      throws WeightsException {
    try {
      if (!json.hasRemaining() || json.get(json.position()) != '{') {
        throw new WeightsException(
            file,
            "expected a safetensors header that begins with '{'; the file is damaged or has another format");
      }
      var bytes = new ByteArrayInputStream(json.array(), json.position(), json.remaining());
      var reader =
          new JsonReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
      reader.setStrictness(Strictness.STRICT);
      SafetensorsHeader header = new Parser(file, reader).header();
      header.checkCoverage(file, dataBytes);
      return header;
    } catch (CharacterCodingException
        | MalformedJsonException
        | EOFException
        | IllegalStateException
        | JsonParseException e) {
      throw new WeightsException(
          file,
          "the safetensors header is not valid JSON; the file is damaged or has another format",
          e);
    } catch (WeightsException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }

  private void checkCoverage(Path file, long dataBytes) throws WeightsException {
    var byOffset = new ArrayList<>(entries);
    byOffset.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    for (Entry entry : byOffset) {
      if (entry.begin != at) {
        throw new WeightsException(
            file,
            "expected tensor '"
                + WeightsException.shortened(entry.name)
                + "' to begin at byte "
                + at
                + " of the data, directly after the previous one, but it begins at "
                + entry.begin
                + (entry.begin < at ? " (they overlap)" : " (there is a gap)")
                + "; the file is damaged or malicious");
      }
      at = entry.end;
    }
    if (at != dataBytes) {
      throw new WeightsException(
          file,
          "expected "
              + at
              + " bytes of tensors after the header, but the file has "
              + dataBytes
              + (dataBytes < at ? "; it is truncated: copy or download it again" : ""));
    }
  }

  private static String nameOf(DataType type) {
    return TYPES.entrySet().stream()
        .filter(e -> e.getValue() == type)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** Parses token by token: a tree parser would silently keep the last of two equal keys. */
  private record Parser(Path file, JsonReader json) {
    SafetensorsHeader header() throws IOException {
      var metadata = new LinkedHashMap<String, String>();
      var entries = new LinkedHashMap<String, Entry>();
      json.beginObject();
      boolean metadataSeen = false;
      while (json.hasNext()) {
        String name = json.nextName();
        if (name.equals(METADATA)) {
          if (metadataSeen) {
            throw problem("names " + METADATA + " twice");
          }
          metadataSeen = true;
          readMetadata(metadata);
        } else if (entries.put(name, entry(name)) != null) {
          throw problem("names tensor '" + WeightsException.shortened(name) + "' twice");
        }
        if (entries.size() > MAX_TENSORS) {
          throw problem("has more than " + MAX_TENSORS + " tensors, the most that are read");
        }
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw problem("has text after its closing brace");
      }
      return new SafetensorsHeader(metadata, List.copyOf(entries.values()));
    }

    private void readMetadata(Map<String, String> metadata) throws IOException {
      json.beginObject();
      while (json.hasNext()) {
        String key = json.nextName();
        if (metadata.size() == MAX_METADATA) {
          throw problem("has more than " + MAX_METADATA + " texts of metadata");
        }
        if (json.peek() != JsonToken.STRING) {
          throw problem(
              "has metadata '" + WeightsException.shortened(key) + "' that is not a string");
        }
        if (metadata.put(key, json.nextString()) != null) {
          throw problem("names metadata '" + WeightsException.shortened(key) + "' twice");
        }
      }
      json.endObject();
    }

    private Entry entry(String name) throws IOException {
      @Nullable String typeName = null;
      long @Nullable [] shape = null;
      long @Nullable [] offsets = null;
      json.beginObject();
      while (json.hasNext()) {
        String key = json.nextName();
        if (key.equals("dtype") && typeName == null && json.peek() == JsonToken.STRING) {
          typeName = json.nextString();
        } else if (key.equals("shape") && shape == null) {
          shape = longs(name, key);
        } else if (key.equals("data_offsets") && offsets == null) {
          offsets = longs(name, key);
        } else {
          throw problem(
              "has an unexpected '"
                  + WeightsException.shortened(key)
                  + "' in tensor '"
                  + WeightsException.shortened(name)
                  + "'");
        }
      }
      json.endObject();
      if (typeName == null || shape == null || offsets == null || offsets.length != 2) {
        throw problem(
            "lacks dtype, shape or the two data_offsets of tensor '"
                + WeightsException.shortened(name)
                + "'");
      }
      DataType type = TYPES.get(typeName);
      if (type == null) {
        throw problem(
            "gives tensor '"
                + WeightsException.shortened(name)
                + "' the type '"
                + WeightsException.shortened(typeName)
                + "', but only "
                + String.join(", ", new TreeMap<>(TYPES).keySet())
                + " are supported; convert the tensor in Python and save it again");
      }
      long expected;
      try {
        expected = HostTensor.byteCount(type, shape);
      } catch (IllegalArgumentException e) {
        throw problem(
            "has an invalid tensor '" + WeightsException.shortened(name) + "': " + e.getMessage());
      }
      // Both are 0 or more, so the difference cannot overflow.
      if (offsets[1] - offsets[0] != expected) {
        throw problem(
            "gives tensor '"
                + WeightsException.shortened(name)
                + "' "
                + (offsets[1] - offsets[0])
                + " bytes, but its type and shape need "
                + expected);
      }
      return new Entry(name, type, new Shape(shape), offsets[0], offsets[1]);
    }

    private long[] longs(String name, String key) throws IOException {
      var values = new ArrayList<Long>();
      json.beginArray();
      while (json.hasNext()) {
        // As a string: nextLong would also accept 1.0 and "1".
        String text = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
        if (!text.matches("0|[1-9][0-9]{0,17}")) {
          throw problem(
              "has values other than whole numbers of at least 0 in '"
                  + WeightsException.shortened(key)
                  + "' of '"
                  + WeightsException.shortened(name)
                  + "'");
        }
        values.add(Long.valueOf(text));
        if (values.size() > MAX_RANK) {
          throw problem(
              "has more than " + MAX_RANK + " values in '" + WeightsException.shortened(key) + "'");
        }
      }
      json.endArray();
      return values.stream().mapToLong(Long::longValue).toArray();
    }

    private WeightsException problem(String what) {
      return new WeightsException(file, "the safetensors header " + what);
    }
  }
}
