package org.atelier.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class OutputNamesTest {
  private static List<String> names(String... pictures) {
    Map<String, String> names = OutputNames.of(List.of(pictures));
    assertThat(names.keySet()).containsExactly(pictures);
    return List.copyOf(names.values());
  }

  @Test
  void a_result_has_the_pictures_name_as_a_png() {
    assertThat(names("a.jpg", "b.c.png", "deep/a.TIFF"))
        .containsExactly("a.png", "b.c.png", "deep/a.png");
  }

  @Test
  void pictures_that_differ_only_by_the_extension_keep_it() {
    assertThat(names("a.jpg", "a.png", "b.png")).containsExactly("a.jpg.png", "a.png.png", "b.png");
    assertThat(names("x/a.jpg", "y/a.png")).containsExactly("x/a.png", "y/a.png");
  }

  @Test
  void names_that_case_or_accents_alone_distinguish_get_numbers() {
    assertThat(names("A.PNG", "a.png")).containsExactly("A.PNG.png", "a.png-2.png");
    assertThat(names("S/a.png", "s/a.png")).containsExactly("S/a.png.png", "s/a.png-2.png");
    assertThat(names("e\u0301.png", "\u00e9.png"))
        .containsExactly("e\u0301.png.png", "\u00e9.png-2.png");
  }

  @Test
  void a_kept_extension_does_not_take_another_pictures_name() {
    assertThat(names("a.jpg", "a.jpg.gif", "a.png"))
        .containsExactly("a.jpg-2.png", "a.jpg.png", "a.png.png");
  }

  @Test
  void a_result_does_not_take_the_name_of_a_folder() {
    assertThat(names("x.jpg", "x.png/b.jpg")).containsExactly("x.jpg.png", "x.png/b.png");
  }

  @Test
  void names_are_distinct_on_every_file_system() {
    for (int seed = 0; seed < 200; seed++) {
      Map<String, String> names = OutputNames.of(folder(seed));
      var seen = new ArrayList<String>();
      names.forEach(
          (picture, name) -> {
            assertThat(name).endsWith(".png");
            assertThat(name.lastIndexOf('/')).isEqualTo(picture.lastIndexOf('/'));
            seen.add(
                Normalizer.normalize(name.toUpperCase(Locale.ROOT), Normalizer.Form.NFD)
                    .toLowerCase(Locale.ROOT));
          });
      assertThat(seen).as("%s", names).doesNotHaveDuplicates();
    }
  }

  /** Names that are likely to collide, sorted. */
  private static List<String> folder(int seed) {
    var random = CounterRandom.of(seed);
    List<String> parents = List.of("", "s/", "S/", "a.png/");
    List<String> stems = List.of("a", "A", "a.png", "a.jpg", "a.png-2", "\u00e9", "e\u0301");
    List<String> ends = List.of(".png", ".PNG", ".jpg", ".webp");
    var names = new TreeSet<String>();
    for (int i = 0; i < 30; i++) {
      names.add(
          parents.get(random.nextInt(parents.size()))
              + stems.get(random.nextInt(stems.size()))
              + ends.get(random.nextInt(ends.size())));
    }
    return List.copyOf(names);
  }
}
