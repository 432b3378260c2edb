package org.atelier.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atelier.files.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsCatalogueTest {
  private static final String ENTRY =
      """
      {"name": "a", "project": "b/c", "licence": "MIT", "address": "https://d.org/e",
       "file": "f.pth", "sha256": "01234567", "mebibytes": 1.5}""";

  @TempDir private Path temp;

  @Test
  void bundled_entries_are_of_https_and_never_of_a_branch() {
    List<CatalogueEntry> entries = WeightsCatalogue.bundled().entries();

    assertThat(entries).hasSizeGreaterThan(30);
    for (CatalogueEntry entry : entries) {
      String address = entry.origin().address().toString();
      assertThat(address).startsWith("https://");
      if (address.contains("githubusercontent")) {
        assertThat(address).matches(".*/[0-9a-f]{40}/.*");
        assertThat(entry.checksum().isWhole()).isTrue();
      }
      assertThat(entry.origin().licence()).matches("[A-Za-z0-9.-]+");
    }
  }

  @Test
  void prefix_of_a_hash_is_the_one_in_the_name_of_the_file() {
    var prefixed =
        WeightsCatalogue.bundled().entries().stream()
            .filter(entry -> !entry.checksum().isWhole())
            .toList();

    assertThat(prefixed).hasSize(10);
    assertThat(prefixed)
        .allSatisfy(
            entry -> {
              assertThat(entry.file()).endsWith("-" + entry.checksum().digits() + ".pth");
              assertThat(entry.origin().address().getPath()).endsWith("/" + entry.file());
            });
  }

  /** A copy of that file that is in use was packed anew, and is not what is published. */
  @Test
  void hash_of_the_copy_that_was_packed_anew_is_not_in_the_catalogue() {
    assertThat(WeightsCatalogue.bundled().entries())
        .noneMatch(entry -> entry.checksum().digits().startsWith("4e1e09ba"));
  }

  @Test
  void shared_files_are_those_of_the_catalogue() throws IOException {
    String folder = System.getProperty("atelier.weights", "");
    assumeThat(folder).as("-Datelier.weights names no folder").isNotEmpty();
    WeightsStore store = WeightsStore.of(temp, Path.of(folder));
    int found = 0;
    for (CatalogueEntry entry : WeightsCatalogue.bundled().entries()) {
      if (store.atHand(entry).isPresent()) {
        assertThat(store.find(entry)).contains(Path.of(folder).resolve(entry.file()));
        found++;
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(21);
  }

  @Test
  void name_is_found_in_any_case_and_with_dashes() {
    var catalogue = WeightsCatalogue.bundled();

    assertThat(catalogue.entry("VGG16-BN").file()).isEqualTo("vgg16_bn-6c64b313.pth");
    assertThat(catalogue.entry("lpips/alex").checksum().digits()).startsWith("df73285e");
    assertThat(catalogue.find("resnet18")).isEmpty();
  }

  @Test
  void name_of_a_group_stands_for_all_of_it() {
    var catalogue = WeightsCatalogue.bundled();

    assertThat(catalogue.named("lpips"))
        .extracting(CatalogueEntry::name)
        .containsExactly("lpips/alex", "lpips/squeeze", "lpips/vgg");
    assertThat(catalogue.named("collab16x")).hasSize(10);
    assertThat(catalogue.named("vgg16")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "vgg, 'did you mean vgg16, vgg16_bn, vgg19, vgg19_bn?'",
    "alexnett, did you mean alexnet?",
    "5es, 'collab16x/5SE'",
    "zebra, 'which has alexnet, inception_v3'"
  })
  void unknown_name_gets_the_near_ones(String name, String expected) {
    assertThatThrownBy(() -> WeightsCatalogue.bundled().named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There are no weights called " + name)
        .hasMessageContaining(expected);
  }

  @Test
  void catalogue_is_read() throws IOException {
    CatalogueEntry entry = read(ENTRY).get(0);

    assertThat(entry.size()).isEqualTo(new FileSize(1_572_864, false));
    assertThat(entry.note()).isEmpty();
    assertThat(entry.origin().project()).isEqualTo("b/c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://d.org/e | http://d.org/e",
        "https://d.org/e | https://user@d.org/e",
        "https://d.org/e | not an address",
        "01234567 | 0123456",
        "01234567 | 0123456X",
        "f.pth | ../f.pth",
        "f.pth | /etc/f.pth",
        "f.pth | a/b/f.pth",
        "1.5 | -1",
        "1.5 | 1e30",
        "1.5 | true",
        "\"MIT\" | \"\"",
        "\"MIT\" | [1]",
        "\"licence\" | \"license\"",
        "{ | [{",
        "} | "
      })
  void catalogue_that_is_wrong_is_refused(String right, String wrong) {
    String json = ENTRY.replace(right, wrong == null ? "" : wrong);

    assertThat(json).isNotEqualTo(ENTRY);
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Cannot read a.json: entry 1 is wrong");
  }

  @Test
  void two_entries_of_one_name_are_refused() throws IOException {
    List<CatalogueEntry> twice = read(ENTRY + "," + ENTRY.replace("f.pth", "g.pth"));

    assertThatThrownBy(() -> WeightsCatalogue.of(twice)).hasMessageContaining("names and files");
  }

  private static List<CatalogueEntry> read(String entries) throws IOException {
    return CatalogueFile.entries(new StringReader("{\"entries\": [" + entries + "]}"), "a.json");
  }

  @Test
  void cache_is_where_the_platform_has_it() {
    Path home = Path.of("/home/me").toAbsolutePath();
    String elsewhere = Path.of("/elsewhere").toAbsolutePath().toString();

    assertThat(CacheFolder.of(Map.of(), "Linux", home)).isEqualTo(home.resolve(".cache/atelier"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", elsewhere), "Linux", home))
        .isEqualTo(Path.of(elsewhere, "atelier"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"), "Linux", home))
        .isEqualTo(home.resolve(".cache/atelier"));
    assertThat(CacheFolder.of(Map.of(), "Mac OS X", home))
        .isEqualTo(home.resolve("Library/Caches/atelier"));
    assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", elsewhere), "Windows 11", home))
        .isEqualTo(Path.of(elsewhere, "atelier"));
    assertThat(CacheFolder.of(Map.of("ATELIER_CACHE", elsewhere), "Linux", home))
        .isEqualTo(Path.of(elsewhere));
  }

  @Test
  void hash_of_a_file_is_its_sha_256() throws IOException {
    Path file = Files.writeString(temp.resolve("abc"), "abc");

    assertThat(Sha256.of(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(new Checksum("ba7816bf").matches(Sha256.of(file))).isTrue();
  }
}
