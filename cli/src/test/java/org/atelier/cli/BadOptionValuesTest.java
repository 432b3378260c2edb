package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.WeightsFile;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option of every command, as picocli knows them, with values that it must refuse: exit code
 * 2, one sentence that names the option and the value, and nothing written. All commands are also
 * given a model or data that does not exist, so that a value which is accepted shows in a sentence
 * about that, and no command gets as far as the engine.
 */
class BadOptionValuesTest {
  private static final Set<String> HELP = Set.of("--help", "--version", "--stacktrace");
  private static final int LONGEST = 500;
  private static final Set<Class<?>> WHOLE =
      Set.of(Integer.class, Integer.TYPE, Long.class, Long.TYPE);
  private static final Set<Class<?>> REAL = Set.of(Double.class, Double.TYPE);

  /** Files that are written. */
  private static final Set<String> OUTPUTS =
      Set.of("--out", "--csv", "--spectrogram", "--save-reference");

  /** What a message must not hold: words for programmers. */
  private static final List<String> FORBIDDEN =
      List.of(
          "Exception",
          "null",
          "java.",
          "org.atelier",
          "ai.djl",
          "Error:",
          "picocli",
          "integer overflow");

  private final CommandLine all = Atelier.commandLine();

  @TempDir Path temp;
  private Path picture;
  private Path text;
  private Path none;

  @BeforeEach
  void files() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("pictures"));
    picture = folder.resolve("in.png");
    Pictures.write(new Picture(1, 8, 8, new float[64]), picture);
    text = Files.writeString(temp.resolve("text.txt"), "no picture\n");
    none = temp.resolve("none");
  }

  @Test
  void every_number_declares_its_range() {
    var without = new ArrayList<String>();
    commands()
        .forEach(
            (name, command) -> {
              for (OptionSpec option : options(command)) {
                Class<?> type = valueType(option);
                boolean number = WHOLE.contains(type) || REAL.contains(type);
                if (number && range(option) == null && !option.longestName().equals("--seed")) {
                  without.add(name + " " + option.longestName());
                }
              }
            });

    assertThat(without).isEmpty();
  }

  @Test
  void values_out_of_range_and_of_another_type_are_refused_by_the_option_s_name() throws Exception {
    assertThatEach(
        (name, option) -> refused(option),
        (option, bad, said) ->
            said.code == 2
                && said.err.contains(option.longestName())
                && (bad.equals(",") || said.err.contains(bad)));
  }

  @Test
  void values_at_the_ends_of_a_range_are_accepted_or_refused_with_another_option()
      throws Exception {
    assertThatEach(
        (name, option) -> ends(option),
        (option, value, said) ->
            said.code != 1 && !said.err.contains(option.longestName() + " must be"));
  }

  @Test
  void paths_that_cannot_be_used_are_refused_by_the_option_s_name() throws Exception {
    assertThatEach(
        this::badPaths,
        (option, path, said) ->
            said.code == 2
                && (option.longestName().equals("--weights")
                    || said.err.contains(option.longestName() + " expects")));
  }

  private List<String> badPaths(String name, OptionSpec option) {
    if (!Set.of(Path.class, WeightsFile.class).contains(valueType(option))) {
      return List.of();
    }
    String longest = option.longestName();
    boolean output = OUTPUTS.contains(longest) && !name.startsWith("train ");
    List<Path> bad =
        output
            ? List.of(none.resolve("x.png"), temp, text, text.resolve("x.png"))
            : switch (longest) {
              case "--out" -> List.of(temp, text);
              case "--runs" -> List.of();
              // A file may be there, and what it holds is found when it is read.
              case "--reference",
                  "--compare",
                  "--attributes",
                  "--inception",
                  "--weights",
                  "--mask" ->
                  List.of(none.resolve("x"));
              default -> List.of(none.resolve("x"), text);
            };
    return bad.stream().map(Path::toString).toList();
  }

  @Test
  void any_text_gets_one_sentence() throws Exception {
    List<String> texts =
        List.of("nonsense", "-3", "0", "a=b", "=", ":", "7:x", "1,,2", "%s%d", text.toString());
    assertThatEach(
        (name, option) -> valueType(option) == String.class ? texts : List.of(),
        (option, value, said) -> said.code == 2);
  }

  /** Values to try of an option of a command. */
  @FunctionalInterface
  private interface Values {
    List<String> of(String command, OptionSpec option);
  }

  /** Whether what a command said of a value is right. */
  @FunctionalInterface
  private interface Judgement {
    boolean isRight(OptionSpec option, String value, Said said);
  }

  /** Tries values of every option of every command; none may write a file. */
  private void assertThatEach(Values values, Judgement judgement) throws IOException {
    List<Path> before = written();
    var wrong = new ArrayList<String>();
    commands()
        .forEach(
            (name, command) -> {
              for (OptionSpec option : options(command)) {
                for (String value : values.of(name, option)) {
                  Said said = run(name, option, value);
                  note(wrong, name, option, value, said, judgement.isRight(option, value, said));
                }
              }
            });
    assertThat(wrong).isEmpty();
    assertThat(written()).isEqualTo(before);
  }

  private record Said(int code, String out, String err) {}

  private static void note(
      List<String> wrong, String name, OptionSpec option, String value, Said said, boolean right) {
    List<String> faults = faults(said);
    if (!right || !faults.isEmpty()) {
      wrong.add(
          "%s %s=%s -> %s, %s%s"
              .formatted(
                  name,
                  option.longestName(),
                  value,
                  said.code,
                  said.err.lines().findFirst(),
                  faults));
    }
  }

  private Said run(String name, OptionSpec option, String value) {
    var out = new StringWriter();
    var err = new StringWriter();
    all.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    var arguments = new ArrayList<String>(List.of(name.split(" ")));
    arguments.addAll(others(name, option.longestName()));
    arguments.add(option.longestName() + "=" + value);
    int code = Commands.run(all, arguments.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  /** What a command needs besides the option: what is named does not exist. */
  private List<String> others(String name, String except) {
    var given = new LinkedHashMap<String, String>();
    var positional = new ArrayList<String>();
    String folder = picture.getParent().toString();
    if (name.startsWith("train ")) {
      given.put("--data", none.toString());
      if (!except.equals("--resume")) {
        given.put("--out", temp.resolve("run").toString());
      }
    } else if (name.equals("translate") && except.matches("--(weights|arch)")) {
      given.put("--weights", none.toString());
      positional.addAll(List.of(picture.toString(), temp.resolve("out.png").toString()));
    } else if (name.equals("stylize")) {
      positional.add(picture.toString());
      given.put("--style", none.toString());
      given.put("--out", temp.resolve("out.png").toString());
    } else if (!List.of("list", "weights", "features").contains(name.split(" ")[0])) {
      given.put("--model", none.toString());
      switch (name) {
        case "nearest" -> given.put("--data", folder);
        case "evaluate" -> {
          if (except.equals("--reference")) {
            break;
          }
          given.remove("--model");
          positional.addAll(List.of(folder, none.toString()));
          if (except.matches("--(model|data|mixture)")) {
            positional.clear();
            given.put("--model", none.toString());
            given.put("--data", folder);
          }
        }
        case "invert", "compress", "decompress" -> positional.add(picture.toString());
        case "arithmetic" -> positional.add("1 + 2");
        case "translate" ->
            positional.addAll(List.of(picture.toString(), temp.resolve("out.png").toString()));
        case "translate-sound", "dream-sound" ->
            positional.addAll(List.of(picture.toString(), temp.resolve("out.wav").toString()));
        case "dream" -> {
          given.remove("--model");
          given.put("--out", temp.resolve("out.png").toString());
          boolean later = except.matches("--(mask|out)");
          positional.add((later ? picture : none).toString());
        }
        default -> {}
      }
    }
    given.remove(except);
    given.forEach((option, value) -> positional.add(option + "=" + value));
    return positional;
  }

  /** Values that an option must refuse, whatever else is given. */
  private static List<String> refused(OptionSpec option) {
    Class<?> type = valueType(option);
    var bad = new ArrayList<String>(List.of(""));
    if (option.typeInfo().isMultiValue()) {
      bad.add(",");
    }
    if (WHOLE.contains(type) || REAL.contains(type)) {
      bad.addAll(List.of("abc", "NaN", "Infinity", "-Infinity", "1e400", "0x10", "1f", "٣x"));
      if (WHOLE.contains(type)) {
        bad.addAll(List.of("1.5", "99999999999999999999", "1e3"));
      }
      Range range = range(option);
      if (range != null) {
        bad.addAll(outside(range, REAL.contains(type)));
      }
    } else if (type.isEnum()) {
      bad.addAll(List.of("nonsense", "0"));
    } else if (option.longestName().equals("--image-size")) {
      bad.addAll(List.of("abc", "0", "-3", "1.5", "3", "28x", "28x0", "28x28x3", "9999999999"));
    }
    return bad;
  }

  private static List<String> outside(Range range, boolean real) {
    if (range.only().length > 0) {
      return List.of("-3", "0", "2", "2147483647");
    }
    var bad = new ArrayList<String>();
    if (range.from() != Double.NEGATIVE_INFINITY) {
      bad.add(real ? String.valueOf(range.from() - 0.5) : String.valueOf((long) range.from() - 1));
      bad.add(real ? "-1e300" : "-2147483648");
      if (range.above()) {
        bad.addAll(List.of("0", "-0.0", "1e-400"));
      }
    }
    if (range.to() != Double.POSITIVE_INFINITY) {
      bad.add(real ? String.valueOf(range.to() + 0.5) : String.valueOf((long) range.to() + 1));
      if (range.below()) {
        bad.add(String.valueOf(range.to()));
      }
    }
    return bad;
  }

  /** Values at both ends of an option's range. */
  private static List<String> ends(OptionSpec option) {
    Range range = range(option);
    Class<?> type = valueType(option);
    boolean whole = WHOLE.contains(type);
    if (!whole && !REAL.contains(type)) {
      return List.of();
    } else if (range == null) {
      return List.of("-1", "0", "2147483647");
    } else if (range.only().length > 0) {
      return List.of(String.valueOf(range.only()[0]));
    }
    boolean isLong = type == Long.class || type == Long.TYPE;
    var ends = new ArrayList<String>();
    if (!range.above()) {
      ends.add(whole ? String.valueOf((long) range.from()) : String.valueOf(range.from()));
    }
    if (range.to() == Double.POSITIVE_INFINITY) {
      ends.add(whole ? (isLong ? "9223372036854775807" : "2147483647") : "1e300");
    } else if (!range.below()) {
      ends.add(whole ? String.valueOf((long) range.to()) : String.valueOf(range.to()));
    }
    return ends;
  }

  /** What is wrong with how a refusal is said. */
  private static List<String> faults(Said said) {
    var faults = new ArrayList<String>();
    if (said.code == 0) {
      return faults;
    }
    if (!said.err.startsWith("atelier: ") || said.err.strip().lines().count() != 1) {
      faults.add("not one line");
    }
    if (said.err.length() > LONGEST) {
      faults.add("too long");
    }
    if (!said.out.isEmpty()) {
      faults.add("said on the standard output: " + said.out);
    }
    for (String word : FORBIDDEN) {
      if (said.err.contains(word)) {
        faults.add("says " + word);
      }
    }
    if (said.err.strip().split(" ").length < 6) {
      faults.add("is no sentence");
    }
    return faults;
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> own = Files.walk(temp);
        Stream<Path> here = Files.list(Path.of("."))) {
      return Stream.concat(own, here).sorted().toList();
    }
  }

  /** The commands that do something, by their names. */
  private Map<String, CommandLine> commands() {
    var leaves = new LinkedHashMap<String, CommandLine>();
    collect("", all, leaves);
    leaves.remove("example");
    assertThat(leaves).hasSizeGreaterThan(35).containsKeys("train dcgan", "sample", "translate");
    return leaves;
  }

  private static void collect(String name, CommandLine command, Map<String, CommandLine> leaves) {
    if (command.getSubcommands().isEmpty()) {
      leaves.put(name, command);
    }
    command
        .getSubcommands()
        .forEach((part, below) -> collect((name + " " + part).strip(), below, leaves));
  }

  /** The options that take a value. */
  private static List<OptionSpec> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> option.arity().max() > 0 && !HELP.contains(option.longestName()))
        .toList();
  }

  private static Class<?> valueType(OptionSpec option) {
    if (option.type().isArray()) {
      return option.type().getComponentType();
    }
    return Collection.class.isAssignableFrom(option.type())
        ? option.auxiliaryTypes()[0]
        : option.type();
  }

  private static @Nullable Range range(OptionSpec option) {
    return option.userObject() instanceof AnnotatedElement field
        ? field.getAnnotation(Range.class)
        : null;
  }
}
