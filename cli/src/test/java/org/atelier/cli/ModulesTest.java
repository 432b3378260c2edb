package org.atelier.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the module path asks of the jars: a stable name each, and no package in two of them. */
class ModulesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern NAME =
      Pattern.compile("<module\\.name>(org\\.atelier(?:\\.[a-z]+)+)</module\\.name>");

  @Test
  void every_jar_has_a_module_name_of_its_own() throws IOException {
    Map<String, String> names = new HashMap<>();
    for (Path module : jars()) {
      var name = NAME.matcher(Files.readString(module.resolve("pom.xml")));
      assertThat(name.find()).as("%s sets module.name", module).isTrue();
      assertThat(names.put(name.group(1), module.toString())).as(name.group(1)).isNull();
    }
    assertThat(names).containsKeys("org.atelier.core", "org.atelier.cli");
    assertThat(Files.readString(ROOT.resolve("pom.xml")))
        .contains("<Automatic-Module-Name>${module.name}</Automatic-Module-Name>");
  }

  @Test
  void no_package_is_in_two_jars() throws IOException {
    Map<String, Set<Path>> modulesByPackage =
        jars().stream()
            .flatMap(module -> packages(module).map(name -> Map.entry(name, module)))
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));

    assertThat(modulesByPackage).containsKeys("org/atelier/nn", "org/atelier/cli");
    modulesByPackage.forEach((name, modules) -> assertThat(modules).as(name).hasSize(1));
  }

  private static List<Path> jars() throws IOException {
    return MODULE
        .matcher(Files.readString(ROOT.resolve("pom.xml")))
        .results()
        .map(result -> ROOT.resolve(result.group(1)))
        .filter(module -> Files.isDirectory(module.resolve("src/main/java")))
        .toList();
  }

  private static Stream<String> packages(Path module) {
    Path sources = module.resolve("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources.relativize(file.getParent()).toString().replace('\\', '/'))
          .collect(toSet())
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
