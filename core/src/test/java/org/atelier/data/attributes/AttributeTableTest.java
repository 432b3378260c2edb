package org.atelier.data.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeTableTest {
  private static final List<String> PICTURES = List.of("a.png", "b.png");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file,hat,smile\na.png,1,0\nb.png,0,1\n",
        // R: write.csv(row.names = FALSE), and with the files as row names.
        "\"file\",\"hat\",\"smile\"\n\"a.png\",TRUE,FALSE\n\"b.png\",FALSE,TRUE\n",
        "\"\",\"hat\",\"smile\"\n\"a.png\",1,0\n\"b.png\",0,1\n",
        // R and pandas with numbered rows.
        "\"\",\"file\",\"hat\",\"smile\"\n\"1\",\"a.png\",1,0\n\"2\",\"b.png\",0,1\n",
        ",file,hat,smile\n0,a.png,True,False\n1,b.png,False,True\n",
        // R: write.table.
        "\"hat\" \"smile\"\n\"a.png\" 1 0\n\"b.png\" 0 1\n",
        "\"file\" \"hat\" \"smile\"\n\"1\" \"a.png\" 1 0\n\"2\" \"b.png\" 0 1\n",
        "\"file\",\"hat\",\"smile\"\n\"1\",\"a.png\",TRUE,FALSE\n\"2\",\"b.png\",FALSE,TRUE\n",
        "file hat smile\na.png 1 0\nb.png 0 1\n",
        // pandas: QUOTE_ALL, and numbers that became floats.
        "\"file\",\"hat\",\"smile\"\r\n\"a.png\",\"1\",\"0\"\r\n\"b.png\",\"0\",\"1\"\r\n",
        "file,hat,smile\na.png,1.0,-1.0\nb.png,0.0,1.0",
        // Excel: other separators, a byte-order mark, lines of empty cells.
        "\uFEFFfile;hat;smile\r\na.png;1;0\r\nb.png;0;1\r\n;;\r\n",
        "\uFEFF\"file\"\t\"hat\"\t\"smile\"\na.png\t1\t0\nb.png\tno\tyes\n",
        "sep=;\r\nfile;hat;smile\r\na.png;1;0\r\nb.png;0;1\r\n",
        "file,hat,smile\ra.png,1,0\rb.png,0,1\r",
        // By hand.
        "\n  \nfile , hat, smile\n\n a.png , 1 ,0\n \"b.png\" , \"0\" , \"1\" \n\n",
        // CelebA.
        "2\nhat smile \na.png  1 -1\nb.png -1  1\n",
        "2\r\nhat smile\r\na.png   1  -1\r\nb.png  -1   1",
        "\n 2 \n\nhat smile\na.png 1 -1\nb.png -1 1\n",
      })
  void tables_of_every_writer_are_read(String text) throws IOException {
    var table = AttributeTable.read(write(text));

    assertThat(table.attributes()).containsExactly("hat", "smile");
    assertThat(table.values(PICTURES, List.of("smile", "hat")))
        .isDeepEqualTo(new boolean[][] {{false, true}, {true, false}});
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
  void a_byte_order_mark_names_the_charset(String charset) throws IOException {
    String text = "\uFEFFDatei\tHüte\r\nä.png\t1\r\n";
    Path file = Files.write(folder.resolve("t.txt"), text.getBytes(Charset.forName(charset)));

    var table = AttributeTable.read(file);

    assertThat(table.attributes()).containsExactly("Hüte");
    assertThat(table.values(List.of("ä.png"), List.of("Hüte")))
        .isDeepEqualTo(new boolean[][] {{true}});
  }

  @Test
  void an_accent_is_one_name_in_both_of_its_forms() throws IOException {
    Path file =
        Files.writeString(folder.resolve("t.csv"), "file,hat\ne\u0301.png,1\n\u00e4.png,0\n");
    AttributeTable table = AttributeTable.read(file);
    assertThat(table.values(List.of("\u00e9.png", "a\u0308.png"), List.of("hat")))
        .isDeepEqualTo(new boolean[][] {{true}, {false}});
  }

  @Test
  void quoted_values_may_hold_separators_quotation_marks_and_line_ends() throws IOException {
    var table =
        AttributeTable.read(
            write("file,\"hat, red\",\"\"\"smile\"\"\"\n\"a,\nb \"\"c\"\".png\",1,0\nd.png,0,1\n"));

    assertThat(table.attributes()).containsExactly("hat, red", "\"smile\"");
    assertThat(table.values(List.of("a,\nb \"c\".png", "d.png"), List.of("\"smile\"")))
        .isDeepEqualTo(new boolean[][] {{false}, {true}});
  }

  @Test
  void the_published_file_of_celeba_is_read() throws IOException {
    // The first lines of list_attr_celeba.txt, with some of its 40 attributes.
    var table =
        AttributeTable.read(
            write(
                """
                202599
                5_o_Clock_Shadow Arched_Eyebrows Attractive Bags_Under_Eyes Bald Young\s
                000001.jpg -1  1  1 -1 -1  1
                000002.jpg -1 -1 -1  1 -1  1
                """));

    assertThat(table.attributes()).hasSize(6).contains("5_o_Clock_Shadow", "Young");
    assertThat(
            table.values(
                List.of("000002.jpg", "000001.jpg"), List.of("Bags_Under_Eyes", "Attractive")))
        .isDeepEqualTo(new boolean[][] {{true, false}, {false, true}});
  }

  @Test
  void more_attributes_than_a_thousand_are_read() throws IOException {
    String names = "a".repeat(50);
    var text = new StringBuilder("file");
    for (int i = 0; i < 10_000; i++) {
      text.append(",\"").append(names).append(i).append('"');
    }
    text.append("\na.png").append(",1".repeat(10_000)).append('\n');

    var table = AttributeTable.read(write(text.toString()));

    assertThat(table.attributes()).hasSize(10_000);
    assertThat(table.values(List.of("a.png"), List.of(names + 9999))[0]).containsExactly(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "file,hat%a.png,1,0|line 2: expected 2 values as in the header, but got 3",
        "file,hat%%a.png,maybe|line 3: expected 1 or 0 for hat, but got \"maybe\" in column 2; values are 1, true,",
        "file,hat%a.png,|line 2: expected 1 or 0 for hat, but got \"\" in column 2",
        "file,hat%\"x%y.png\",1%a.png,2|line 4: expected 1 or 0 for hat, but got \"2\"",
        "file,hat%a.png,1%\"a.png\",0|line 3: duplicate line for a.png",
        "file,hat%,1|line 2: expected the name of a picture in column 1, but it is empty",
        "file,hat,hat|line 1: expected a header such as file,hat,smile, without duplicate",
        "file,hat,|line 1: expected a header such as file,hat,smile",
        "file|line 1: expected a header such as file,hat,smile",
        "3%hat smile%a.png 1|line 3: expected 3 values as in the header, but got 2",
        "2%|is empty: expected a header",
        "%%|is empty: expected a header",
        "file,hat%\"a\"b.png,1|after line 1: expected a line of CSV",
        "file,hat%a.png,1%\"b.png,0%c.png,1|line 3: expected 2 values as in the header, but got 1",
      })
  void bad_tables_are_refused_with_the_line(String text, String problem) throws IOException {
    Path file = write(text.replace('%', '\n'));
    assertThatThrownBy(() -> AttributeTable.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void messages_are_short_whatever_the_file() throws IOException {
    for (String text :
        List.of(
            "\"" + "x".repeat(2_000_000),
            "\"" + "x".repeat(20_000_000),
            "x".repeat(2_000_000),
            ",".repeat(2_000_000),
            " ".repeat(2_000_000),
            "\n".repeat(2_000_000),
            "file,hat\na.png," + "1".repeat(2_000_000))) {
      Path file = write(text);
      assertThatThrownBy(() -> AttributeTable.read(file))
          .isInstanceOf(IOException.class)
          .message()
          .hasSizeLessThan(file.toString().length() + 500);
    }
  }

  @Test
  void what_is_not_text_is_refused_in_words() throws IOException {
    Path file =
        Files.write(
            folder.resolve("t.csv"), "file,h\u00fct\na,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> AttributeTable.read(file)).hasMessageContaining("is not UTF-8 text");
    byte[] later =
        ("file,hat\n" + "a,1\n".repeat(1) + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    later[later.length - 1] = (byte) 0xFF;
    Files.write(file, later);
    assertThatThrownBy(() -> AttributeTable.read(file)).hasMessageContaining("is not UTF-8 text");
  }

  @Test
  void a_missing_picture_is_named_with_what_the_table_has() throws IOException {
    var table = AttributeTable.read(write("file,hat\nfaces/a.png,1\n"));
    assertThatThrownBy(() -> table.values(List.of("a.png"), List.of("hat")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no line for 1 of the 1 pictures: a.png;")
        .hasMessageEndingWith("(its first line is for faces/a.png)");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("attributes.csv"), text);
  }
}
