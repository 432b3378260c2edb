package org.atelier.data.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.atelier.data.EpochOrder;
import org.atelier.data.TrainingData;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.data.attributes.AttributeSet;
import org.atelier.data.attributes.AttributeTable;
import org.atelier.data.batch.PairedImages;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.data.source.Augmentation;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs, two domains and attributes. */
class TranslationDataTest {
  private static final ImageOptions GREY = ImageOptions.defaults().withSize(8).withChannels(1);
  private static final ImageOptions WILD =
      GREY.withAugmentation(Augmentation.none().withFlip(true).withPad(3));

  @TempDir Path folder;

  @Test
  void both_pictures_of_a_pair_are_cropped_and_flipped_alike() throws IOException {
    // The target is the negative of the input, and must stay so.
    var inputs = new ArrayList<byte[]>();
    var targets = new ArrayList<byte[]>();
    for (int i = 0; i < 6; i++) {
      byte[] input = noise(i, 8 * 8);
      var target = new byte[input.length];
      for (int j = 0; j < input.length; j++) {
        target[j] = (byte) (255 - (input[j] & 0xFF));
      }
      inputs.add(input);
      targets.add(target);
    }
    var pairs =
        PicturePairs.of(InMemory.ofBytes(1, 8, 8, inputs), InMemory.ofBytes(1, 8, 8, targets));
    TrainingData<PairedImages> data = pairs.images(WILD);
    try (NDManager manager = NDManager.newBaseManager()) {
      var batch = data.load(new int[] {0, 1, 2, 3, 4, 5}, CounterRandom.of(3)).toBatch(manager);
      float[] given = batch.inputs().toFloatArray();
      float[] wanted = batch.targets().toFloatArray();
      for (int i = 0; i < given.length; i++) {
        assertThat(wanted[i]).isCloseTo(-given[i], within(1e-6f));
      }
      var still = pairs.images(GREY).load(new int[] {0, 1, 2, 3, 4, 5}, CounterRandom.of(3));
      assertThat(given).isNotEqualTo(still.toBatch(manager).inputs().toFloatArray());
      assertThat(batch.images()).isSameAs(batch.targets());
    }
  }

  @Test
  void pictures_side_by_side_are_halved_and_can_be_swapped() throws IOException {
    var both = new Picture(1, 1, 4, new float[] {-1, -0.5f, 0.5f, 1});
    PicturePairs pairs = PicturePairs.sideBySide(new Given(List.of(both)));
    assertThat(pairs.pair(0).input().values()).containsExactly(-1, -0.5f);
    assertThat(pairs.pair(0).target().values()).containsExactly(0.5f, 1);
    assertThat(pairs.swapped().pair(0).input().values()).containsExactly(0.5f, 1);
    assertThat(pairs.swapped().fingerprint()).isNotEqualTo(pairs.fingerprint());
    assertThat(pairs.swapped().swapped()).isSameAs(pairs);
    var odd = new Given(List.of(new Picture(1, 1, 3, new float[3])));
    assertThatThrownBy(() -> PicturePairs.sideBySide(odd).pair(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("picture 0 is 3 pixels wide")
        .hasMessageContaining("side by side");
  }

  @Test
  void two_folders_pair_pictures_of_one_name() throws IOException {
    write("edges/a.png", 0.25f, 8, 8);
    write("edges/b.png", 0.5f, 8, 8);
    write("photos/b.jpg", -0.5f, 8, 8);
    write("photos/a.png", -0.25f, 8, 8);
    PicturePairs pairs = PicturePairs.folders(folder.resolve("edges"), folder.resolve("photos"));
    assertThat(pairs.size()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      float input = pairs.pair(i).input().values()[0];
      float target = pairs.pair(i).target().values()[0];
      assertThat(target).isCloseTo(-input, within(0.03f));
    }
  }

  @Test
  void accents_are_one_name_in_both_of_their_forms() throws IOException {
    assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
    // As one character, and as a Mac stores it, as a letter and its accent.
    write("edges/\u00e9.png", 0, 8, 8);
    write("photos/e\u0301.png", 0, 8, 8);
    write("photos/.thumbnails/lonely.png", 0, 8, 8);
    assertThat(PicturePairs.folders(folder.resolve("edges"), folder.resolve("photos")).size())
        .isEqualTo(1);
  }

  @Test
  void pictures_without_a_partner_are_named() throws IOException {
    write("edges/a.png", 0, 8, 8);
    write("edges/lonely.png", 0, 8, 8);
    write("photos/a.png", 0, 8, 8);
    assertThatThrownBy(
            () -> PicturePairs.folders(folder.resolve("edges"), folder.resolve("photos")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 of the 2 pictures in")
        .hasMessageContaining("have no partner of the same name in")
        .hasMessageEndingWith("lonely.png");
    write("photos/lonely.png", 0, 8, 8);
    write("photos/lonely.jpg", 0, 8, 8);
    assertThatThrownBy(
            () -> PicturePairs.folders(folder.resolve("edges"), folder.resolve("photos")))
        .hasMessageContaining("two pictures of the same name, lonely.jpg and lonely.png");
  }

  @Test
  void pairs_of_unequal_size_or_count_are_refused() throws IOException {
    write("edges/a.png", 0, 8, 8);
    write("photos/a.png", 0, 8, 16);
    var pairs = PicturePairs.folders(folder.resolve("edges"), folder.resolve("photos"));
    assertThatThrownBy(() -> pairs.images(GREY).load(new int[] {0}, CounterRandom.of(0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.png")
        .hasMessageContaining("must have the same size, but have 8×8 and 16×8 pixels");
    var one = InMemory.ofBytes(1, 8, 8, List.of(new byte[64]));
    var two = InMemory.ofBytes(1, 8, 8, List.of(new byte[64], new byte[64]));
    assertThatThrownBy(() -> PicturePairs.of(one, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected as many inputs as targets, but got 1 and 2");
  }

  @Test
  void class_maps_become_one_channel_a_class_without_classes_in_between() throws IOException {
    var map = new byte[16 * 16];
    for (int i = 0; i < map.length; i++) {
      map[i] = (byte) (i % 16 < 8 ? 0 : 2);
    }
    var maps = InMemory.ofBytes(1, 16, 16, List.of(map));
    var pairs = PicturePairs.of(maps, InMemory.ofBytes(1, 16, 16, List.of(new byte[256])));
    try (NDManager manager = NDManager.newBaseManager()) {
      var inputs =
          pairs
              .ofClassMaps(GREY, 3)
              .load(new int[] {0}, CounterRandom.of(0))
              .toBatch(manager)
              .inputs();
      assertThat(inputs.getShape().getShape()).containsExactly(1, 3, 8, 8);
      assertThat(inputs.sum(new int[] {1}).toFloatArray()).containsOnly(-1);
      assertThat(inputs.get(0).get(0).get(0).toFloatArray())
          .containsExactly(1, 1, 1, 1, -1, -1, -1, -1);
      assertThat(inputs.get(0).get(1).toFloatArray()).containsOnly(-1);
    }
    assertThatThrownBy(() -> pairs.ofClassMaps(GREY, 2).load(new int[] {0}, CounterRandom.of(0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is 2: expected classes from 0 to 1");
  }

  @Test
  void two_domains_are_shuffled_independently_and_the_larger_is_seen_once_an_epoch()
      throws IOException {
    var few = InMemory.ofBytes(1, 8, 8, constants(3, 0));
    var many = InMemory.ofBytes(1, 8, 8, constants(7, 100));
    TrainingData<UnpairedImages> data = UnpairedImages.of(few.images(GREY), many.images(GREY));
    assertThat(data.size()).isEqualTo(7);
    try (NDManager manager = NDManager.newBaseManager()) {
      var order = new EpochOrder(7, 1, 5);
      Set<Float> seen = new HashSet<>();
      Set<List<Float>> met = new HashSet<>();
      for (int step = 0; step < 70; step++) {
        var batch = data.load(order.batchAt(step), CounterRandom.of(1, step)).toBatch(manager);
        float a = batch.a().getFloat(0, 0, 0, 0);
        float b = batch.b().getFloat(0, 0, 0, 0);
        met.add(List.of(a, b));
        seen.add(b);
        if (step % 7 == 6) {
          assertThat(seen).as("the larger domain in an epoch").hasSize(7);
          seen.clear();
        }
      }
      assertThat(met).as("pairs that met").hasSizeGreaterThan(15);
    }
  }

  @Test
  void domains_of_one_size_are_not_paired_either() throws IOException {
    var same = InMemory.ofBytes(1, 8, 8, constants(9, 0));
    TrainingData<UnpairedImages> data = UnpairedImages.of(same.images(GREY), same.images(GREY));
    try (NDManager manager = NDManager.newBaseManager()) {
      var batch = data.load(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, CounterRandom.of(1));
      UnpairedImages images = batch.toBatch(manager);
      assertThat(images.a().toFloatArray()).isNotEqualTo(images.b().toFloatArray());
    }
  }

  @Test
  void attributes_come_from_a_table_in_the_order_asked_for() throws IOException {
    write("faces/a.png", 0, 8, 8);
    write("faces/b.png", 0, 8, 8);
    Path csv = csv("file,hat,smile,beard\nb.png,0,1,-1\na.png,1,0,true\nother.png,1,1,1\n");
    var set =
        AttributeSet.of(
            ImageFolder.open(folder.resolve("faces")), AttributeTable.read(csv), "smile", "hat");
    assertThat(set.names()).containsExactly("smile", "hat");
    try (NDManager manager = NDManager.newBaseManager()) {
      var batch =
          AttributeImages.of(GREY, set)
              .load(new int[] {0, 1}, CounterRandom.of(0))
              .toBatch(manager);
      assertThat(batch.attributes().toFloatArray()).containsExactly(0, 1, 1, 0);
      assertThat(batch.sets().toFloatArray()).containsExactly(1, 1);
    }
    assertThat(set.has(0, "hat")).isTrue();
    assertThatThrownBy(() -> set.has(0, "cat")).hasMessageContaining("Unknown attribute \"cat\"");
  }

  @Test
  void bad_tables_are_refused_in_words() throws IOException {
    write("faces/a.png", 0, 8, 8);
    write("faces/b.png", 0, 8, 8);
    var faces = ImageFolder.open(folder.resolve("faces"));
    var missing = AttributeTable.read(csv("file,hat\na.png,1\n"));
    assertThatThrownBy(() -> AttributeSet.of(faces, missing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no line for 1 of the 2 pictures: b.png");
    assertThatThrownBy(() -> AttributeSet.of(faces, missing, "hat", "cat", "moustache"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no attribute cat, moustache; it has hat");
    assertBadTable(
        "file,hat\na.png,1,0\n", "line 2: expected 2 values as in the header, but got 3");
    assertBadTable(
        "file,hat\n\na.png,maybe\n", "line 3: expected 1 or 0 for hat, but got \"maybe\"");
    assertBadTable("file,hat\na.png,1\na.png,0\n", "line 3: duplicate line for a.png");
    assertBadTable("file,hat,hat\n", "without duplicate attributes");
    assertBadTable("file\n", "expected a header such as file,hat,smile");
    assertBadTable("", "is empty");
  }

  @Test
  void sets_of_different_attributes_lie_side_by_side_with_a_mask() throws IOException {
    var domains = new LinkedHashMap<String, PictureSource>();
    domains.put("noto", InMemory.ofBytes(1, 8, 8, constants(2, 0)));
    domains.put("twemoji", InMemory.ofBytes(1, 8, 8, constants(1, 50)));
    var styles = AttributeSet.ofDomains(domains);
    var hats =
        AttributeSet.of(
            InMemory.ofBytes(1, 8, 8, constants(1, 90)), List.of("hat"), new boolean[][] {{true}});
    TrainingData<AttributeImages> data = AttributeImages.of(GREY, styles, hats);
    assertThat(data.size()).isEqualTo(4);
    try (NDManager manager = NDManager.newBaseManager()) {
      var batch = data.load(new int[] {3, 2, 0}, CounterRandom.of(0)).toBatch(manager);
      assertThat(batch.attributes().toFloatArray())
          .containsExactly(0, 0, 1, /**/ 0, 1, 0, /**/ 1, 0, 0);
      assertThat(batch.sets().toFloatArray()).containsExactly(0, 1, /**/ 1, 0, /**/ 1, 0);
      assertThat(batch.images().getFloat(0, 0, 0, 0)).isEqualTo(90 / 127.5f - 1);
    }
    assertThatThrownBy(() -> AttributeSet.ofDomains(new LinkedHashMap<>()))
        .hasMessageContaining("at least two domains");
  }

  @Test
  void a_domain_without_a_picture_is_refused() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> PicturePairs.folders(folder.resolve("empty"), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is empty: expected pictures");
  }

  private void assertBadTable(String text, String problem) throws IOException {
    Path csv = csv(text);
    assertThatThrownBy(() -> AttributeTable.read(csv))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(csv.toString())
        .hasMessageContaining(problem);
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("attributes.csv"), text);
  }

  private void write(String name, float value, int height, int width) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    var values = new float[height * width];
    Arrays.fill(values, value);
    Pictures.write(new Picture(1, height, width, values), file);
  }

  private static byte[] noise(long seed, int count) {
    var bytes = new byte[count];
    CounterRandom.of(seed).nextBytes(bytes);
    return bytes;
  }

  private static List<byte[]> constants(int count, int first) {
    var pictures = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      var bytes = new byte[64];
      Arrays.fill(bytes, (byte) (first + i));
      pictures.add(bytes);
    }
    return pictures;
  }

  private record Given(List<Picture> pictures) implements PictureSource {
    @Override
    public int size() {
      return pictures.size();
    }

    @Override
    public Picture picture(int index) {
      return pictures.get(index);
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public String fingerprint() {
      return "given";
    }
  }
}
