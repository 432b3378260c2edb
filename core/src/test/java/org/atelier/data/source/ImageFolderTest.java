package org.atelier.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final CounterRandom RANDOM = CounterRandom.of(1);

  @TempDir Path folder;

  @Test
  void pictures_are_found_at_any_depth_in_the_order_of_their_names() throws IOException {
    write("b.png", 8, 8, Color.RED);
    write("a/z.PNG", 8, 8, Color.RED);
    write("B.jpg", 8, 8, Color.RED);
    write("a/deep/er.bmp", 8, 8, Color.RED);
    write(".hidden.png", 8, 8, Color.RED);
    Files.writeString(folder.resolve("notes.txt"), "not a picture");
    assertThat(ImageFolder.open(folder).names())
        .containsExactly("B.jpg", "a/deep/er.bmp", "a/z.PNG", "b.png");
  }

  @Test
  void hidden_and_service_folders_are_neither_pictures_nor_classes() throws IOException {
    write("cats/1.png", 8, 8, Color.RED);
    write("cats/@eaDir/1.png/SYNOPHOTO_THUMB.jpg", 8, 8, Color.RED);
    write("dogs/1.png", 8, 8, Color.RED);
    write(".ipynb_checkpoints/1-checkpoint.png", 8, 8, Color.RED);
    write("__MACOSX/cats/._1.png", 8, 8, Color.RED);
    write("loose.png", 8, 8, Color.RED);

    assertThat(ImageFolder.open(folder).names())
        .containsExactly("cats/1.png", "dogs/1.png", "loose.png");
    var each = ImageFolder.openEach(folder);
    assertThat(each).containsOnlyKeys("cats", "dogs");
    assertThat(each.get("cats").names()).containsExactly("1.png");
    assertThat(each.get("cats").picture("1.png").width()).isEqualTo(8);
  }

  @Test
  void a_folder_whose_pictures_are_all_hidden_is_told_from_an_empty_one() throws IOException {
    write(".thumbnails/1.png", 8, 8, Color.RED);
    assertThatThrownBy(() -> ImageFolder.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("but hidden ones");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_picture_whose_name_is_no_text_is_read() throws Exception {
    write("a.png", 8, 8, Color.RED);
    write("z.png", 8, 8, Color.RED);
    // é and è in Latin-1, in a system of another encoding: both are read as the same text.
    int code =
        new ProcessBuilder(
                "sh",
                "-c",
                "mv a.png \"$(printf '\\351').png\"; cp z.png \"$(printf '\\350').png\"")
            .directory(folder.toFile())
            .start()
            .waitFor();
    assertThat(code).isZero();

    var pictures = ImageFolder.open(folder);

    assertThat(pictures.size()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(pictures.picture(i).width()).isEqualTo(8);
      assertThat(pictures.file(i)).hasValueSatisfying(file -> assertThat(file).isRegularFile());
    }
    assertThat(pictures.fingerprint()).startsWith("3 picture files");
  }

  @Test
  void batches_have_the_wanted_shape_and_range() throws IOException {
    write("a.png", 12, 8, Color.RED);
    write("b.png", 8, 30, Color.WHITE);
    var loaded = ImageFolder.open(folder).images(8).load(new int[] {1, 0}, RANDOM);
    try (var manager = NDManager.newBaseManager()) {
      var images = loaded.toBatch(manager).images();
      assertThat(images.getShape().getShape()).containsExactly(2, 3, 8, 8);
      float[] values = images.toFloatArray();
      assertThat(values[0]).isEqualTo(1);
      assertThat(values[3 * 64]).isEqualTo(1);
      assertThat(values[4 * 64]).isEqualTo(-1);
    }
  }

  @Test
  void a_missing_an_empty_and_a_wrong_folder_are_told_apart() throws IOException {
    assertThatThrownBy(() -> ImageFolder.open(folder.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("none does not exist");
    assertThatThrownBy(() -> ImageFolder.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is empty: expected pictures (bmp, gif, jpeg");
    Path file = Files.writeString(folder.resolve("a.txt"), "");
    Files.writeString(folder.resolve("b.txt"), "");
    assertThatThrownBy(() -> ImageFolder.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("among the 2 files in");
    assertThatThrownBy(() -> ImageFolder.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a file");
  }

  @Test
  void a_picture_that_is_too_small_is_named() throws IOException {
    write("small.png", 8, 7, Color.RED);
    var source = ImageFolder.open(folder);
    assertThatThrownBy(() -> source.images(8).load(new int[] {0}, RANDOM))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("small.png in")
        .hasMessageContaining("is 8×7 pixels, smaller than the requested 8×8");
    var enlarging = ImageOptions.defaults().withSize(8).withEnlarge(true);
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray enlarged =
          source.images(enlarging).load(new int[] {0}, RANDOM).toBatch(scope).images();
      assertThat(enlarged.getShape()).isEqualTo(new Shape(1, 3, 8, 8));
    }
  }

  @Test
  void an_unreadable_picture_is_named() throws IOException {
    Files.writeString(folder.resolve("broken.png"), "this is text");
    var data = ImageFolder.open(folder).images(8);
    assertThatThrownBy(() -> data.load(new int[] {0}, RANDOM))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot read " + folder.resolve("broken.png") + ": expected")
        .satisfies(e -> assertThat(e.getMessage()).containsOnlyOnce("broken.png"));
  }

  @Test
  void the_fingerprint_tells_content_names_and_options_apart() throws IOException {
    write("a.png", 8, 8, Color.RED);
    var source = ImageFolder.open(folder);
    String before = source.fingerprint();
    assertThat(ImageFolder.open(folder).fingerprint()).isEqualTo(before);
    assertThat(source.images(8).fingerprint()).isNotEqualTo(source.images(4).fingerprint());
    write("a.png", 8, 8, Color.BLUE);
    assertThat(source.fingerprint()).isNotEqualTo(before);
    write("b.png", 8, 8, Color.BLUE);
    assertThat(ImageFolder.open(folder).fingerprint()).isNotEqualTo(source.fingerprint());
  }

  private void write(String name, int width, int height, Color color) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    String format = name.substring(name.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
  }
}
