package org.atelier.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.atelier.cli.command.UsageException;
import org.junit.jupiter.api.Test;

class DataNameTest {
  /** A folder and a file that are in the working directory of the tests, and a name that is not. */
  private static final List<String> SETS = List.of("src", "pom.xml", "faces");

  @Test
  void a_name_alone_is_the_set_where_nothing_else_has_it() {
    DataName name = DataName.of("faces", SETS);
    assertThat(name.isSet("faces")).isTrue();
    assertThat(name.location()).isEqualTo("embedded:faces");
  }

  @Test
  void a_name_of_a_set_and_of_a_folder_or_file_is_refused_in_words() {
    assertThatThrownBy(() -> DataName.of("src", SETS))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "src is both an embedded set and a folder here: write .%ssrc for the folder, or embedded:src for the set",
            File.separator);
    assertThatThrownBy(() -> DataName.of("pom.xml", SETS))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a file here");
  }

  @Test
  void both_spellings_are_unambiguous() {
    assertThat(DataName.of("embedded:src", SETS).isSet("src")).isTrue();
    for (String folder : List.of("./src", "src/", Path.of("src").toAbsolutePath().toString())) {
      DataName name = DataName.of(folder, SETS);
      assertThat(name.set()).isNull();
      assertThat(name.location()).isEqualTo(Path.of("src").toAbsolutePath().toString());
    }
  }

  @Test
  void a_set_that_is_not_possible_here_is_refused_with_those_that_are() {
    assertThatThrownBy(() -> DataName.of("embedded:noto", SETS))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("embedded:src, embedded:pom.xml, embedded:faces here, but was");
  }

  @Test
  void what_older_runs_recorded_as_a_name_alone_stays_the_set() {
    String folder = Path.of("src").toAbsolutePath().toString();
    assertThat(DataName.recorded("src")).isEqualTo("embedded:src");
    assertThat(DataName.recorded("embedded:src")).isEqualTo("embedded:src");
    assertThat(DataName.recorded(folder)).isEqualTo(folder);
  }
}
