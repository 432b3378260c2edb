package org.atelier.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.atelier.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Property(tries = 100)
  void should_read_what_it_wrote(
      @ForAll("tensors") Map<String, HostTensor> tensors, @ForAll Map<String, String> metadata)
      throws IOException {
    metadata.entrySet().removeIf(e -> !isUnicode(e.getKey()) || !isUnicode(e.getValue()));
    Path file = Files.createTempFile("safetensors", null);
    try {
      Safetensors.write(file, tensors, metadata);

      assertThat(Safetensors.read(file)).isEqualTo(tensors);
      assertThat(Safetensors.readMetadata(file)).isEqualTo(metadata);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void should_read_files_of_the_reference_implementation() throws IOException {
    for (Golden golden : Golden.all("formats", "", "")) {
      var tensors = Safetensors.read(golden.path("format_safetensors.safetensors"));

      assertThat(tensors).isEqualTo(golden.weights());
      assertThat(tensors.keySet()).containsExactlyElementsOf(golden.weights().keySet());
    }
  }

  @Test
  void should_write_the_same_bytes_again_and_align_every_tensor() throws IOException {
    var tensors = new LinkedHashMap<String, HostTensor>();
    tensors.put("mask", tensor(DataType.BOOLEAN, 3));
    tensors.put("weight", HostTensor.of(new Shape(2), 1f, 2f));
    tensors.put("steps", tensor(DataType.INT64, 1));
    tensors.put("bias", HostTensor.of(new Shape(1), 3f));
    Path file = folder.resolve("a.safetensors");

    Safetensors.write(file, tensors, Map.of("z", "1", "a", "2"));
    byte[] first = Files.readAllBytes(file);
    Safetensors.write(file, tensors, Map.of("a", "2", "z", "1"));

    assertThat(Files.readAllBytes(file)).isEqualTo(first);
    int headerLength = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getInt();
    assertThat(headerLength % 8).isZero();
    assertThat(new String(first, 8, headerLength, UTF_8).strip())
        .isEqualTo(
            """
            {"__metadata__":{"a":"2","z":"1"},\
            "steps":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},\
            "weight":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},\
            "bias":{"dtype":"F32","shape":[1],"data_offsets":[16,20]},\
            "mask":{"dtype":"BOOL","shape":[3],"data_offsets":[20,23]}}""");
  }

  @Test
  void should_replace_a_longer_file() throws IOException {
    Path file = Files.write(folder.resolve("old"), new byte[10_000]);

    Safetensors.write(file, Map.of("x", HostTensor.of(new Shape(1), 1f)), Map.of());

    assertThat(Safetensors.read(file)).containsOnlyKeys("x");
  }

  @Test
  void should_count_beyond_two_gigabytes() throws IOException {
    String json =
        """
        {"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]},
        "b":{"dtype":"F32","shape":[500000000],"data_offsets":[2000000000,4000000000]},
        "c":{"dtype":"U8","shape":[5],"data_offsets":[4000000000,4000000005]}}""";

    var header =
        SafetensorsHeader.parse(Path.of("x"), ByteBuffer.wrap(json.getBytes(UTF_8)), 4000000005L);

    assertThat(header.entries()).extracting(e -> e.end()).contains(4000000005L);

    // The same tensor under many names takes no memory, and needs no file to be laid out.
    var many = new LinkedHashMap<String, HostTensor>();
    var tensor = tensor(DataType.UINT8, 1 << 20);
    for (int i = 0; i < 5000; i++) {
      many.put("t" + i, tensor);
    }
    assertThat(SafetensorsHeader.layOut(many, Map.of()).entries().get(4999).end())
        .isEqualTo(5000L << 20);
  }

  @Test
  void should_refuse_a_file_cut_at_any_byte() throws IOException {
    byte[] whole = example();

    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(WeightsException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  @Test
  void should_answer_any_flipped_bit_of_the_header_in_words_or_with_tensors() throws IOException {
    byte[] whole = example();
    int refused = 0;

    for (int bit = 0; bit < 8 * (whole.length - 12); bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Path file = Files.write(folder.resolve("flipped"), flipped);
      try {
        Safetensors.read(file); // a letter of a name may change: still a valid file
      } catch (WeightsException e) {
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(8 * whole.length / 2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 40, 100_000_001, -1, Long.MIN_VALUE, 41})
  void should_refuse_a_header_longer_than_the_file(long length) throws IOException {
    var bytes = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Path file = Files.write(folder.resolve("huge"), bytes.array());

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("header of at most 40 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'a':{T,'data_offsets':[0,4]},'b':{T,'data_offsets':[2,6]}}       | overlap
          {'a':{T,'data_offsets':[0,4]},'b':{T,'data_offsets':[6,10]}}      | gap
          {'a':{T,'data_offsets':[4,8]}}                                    | gap
          {'a':{T,'data_offsets':[0,4]}}                                    | the file has 8
          {'a':{T,'data_offsets':[0,8]}}                                    | its type and shape need 4
          {'a':{T,'data_offsets':[4,0]}}                                    | its type and shape need 4
          {'a':{T,'data_offsets':[-4,0]}}                                   | whole numbers
          {'a':{T,'data_offsets':[0,99999999999999999999]}}                 | whole numbers
          {'a':{T,'data_offsets':[0.0,4]}}                                  | whole numbers
          {'a':{T,'data_offsets':[0,4,8]}}                                  | lacks
          {'a':{'dtype':'F32','data_offsets':[0,4]}}                        | lacks
          {'a':{T,'data_offsets':[0,4],'x':1}}                              | unexpected 'x'
          {'a':{T,'shape':[1],'data_offsets':[0,4]}}                        | unexpected 'shape'
          {'a':{T,'data_offsets':[0,4]},'a':{T,'data_offsets':[4,8]}}       | 'a' twice
          {'a':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}}        | only BF16, BOOL
          {'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | Too large
          {'__metadata__':{'x':1},'a':{T,'data_offsets':[0,4]}}             | not a string
          {'__metadata__':{'x':'1','x':'2'}}                                | 'x' twice
          {'__metadata__':{},'__metadata__':{}}                             | twice
          {'a':{T,'data_offsets':[0,4]}}{}                                  | JSON
          {'a':{T,'data_offsets':[0,4]},}                                   | JSON
          {'a':[]}                                                          | JSON
          {'a':                                                             | JSON
          [1]                                                               | begins with
          """)
  void should_refuse_a_header_that_does_not_fit_the_data(String json, String reason)
      throws IOException {
    String text = json.replace('\'', '"').replace("T,", "\"dtype\":\"F32\",\"shape\":[1],");
    Path file = Files.write(folder.resolve("bad"), file(text, 8));

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void should_refuse_names_that_it_cannot_write() {
    var tensor = HostTensor.of(new Shape(1), 1f);
    Path file = folder.resolve("names");

    assertThatThrownBy(() -> Safetensors.write(file, Map.of("__metadata__", tensor), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Safetensors.write(file, Map.of("\ud800", tensor), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
    assertThat(file).doesNotExist();
  }

  @Test
  void should_say_that_a_file_is_missing() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("there is no such file");
  }

  @Provide
  Arbitrary<Map<String, HostTensor>> tensors() {
    Arbitrary<DataType> types =
        Arbitraries.of(Arrays.stream(DataType.values()).filter(HostTensor::isSupported).toList());
    Arbitrary<long[]> shapes = Arbitraries.longs().between(0, 4).array(long[].class).ofMaxSize(4);
    Arbitrary<HostTensor> tensors =
        Combinators.combine(types, shapes, Arbitraries.longs())
            .as(
                (type, shape, seed) -> {
                  var bytes = new byte[(int) HostTensor.byteCount(type, shape)];
                  new Random(seed).nextBytes(bytes);
                  return new HostTensor(type, new Shape(shape), ByteBuffer.wrap(bytes));
                });
    Arbitrary<String> names = Arbitraries.strings().ofMaxLength(12).filter(s -> isUnicode(s));
    return Arbitraries.maps(names, tensors).ofMaxSize(6);
  }

  private static boolean isUnicode(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }

  private static HostTensor tensor(DataType type, int elements) {
    return new HostTensor(
        type, new Shape(elements), ByteBuffer.allocate(elements * type.getNumOfBytes()));
  }

  private byte[] example() throws IOException {
    var tensors = new LinkedHashMap<String, HostTensor>();
    tensors.put("w", HostTensor.of(new Shape(2, 1), 1f, 2f));
    tensors.put("b", HostTensor.of(new Shape(1), 3f));
    Path file = folder.resolve("whole");
    Safetensors.write(file, tensors, Map.of("k", "v"));
    return Files.readAllBytes(file);
  }

  private static byte[] file(String json, int dataBytes) {
    byte[] header = json.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }
}
