package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No text depends on the default locale: in some, {@code %d} writes other digits than 0 to 9, and i
 * has another capital. A format without a locale may therefore hold {@code %s}, {@code %c}, {@code
 * %b}, {@code %n} and {@code %%} alone; {@code %s} writes numbers as {@code String.valueOf} does.
 */
class FormattedTextTest {
  private static final Set<String> FORMATTING = Set.of("formatted", "format", "printf");
  private static final Set<String> CASES = Set.of("toLowerCase", "toUpperCase");
  private static final Pattern CONVERSION = Pattern.compile("%[^a-zA-Z%]*([a-zA-Z%])");

  /** Their {@code formatted} is of memory formats. */
  private static final Set<String> SCRIPTS =
      Set.of("org/atelier/nn/script/Script.java", "org/atelier/nn/script/Line.java");

  @TempDir Path temp;

  @Test
  void no_source_formats_by_the_default_locale() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> SCRIPTS.stream().noneMatch(script -> file.endsWith(script)))
                .forEach(sources::add);
          }
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(500);
    assertThat(faults(sources)).isEmpty();
  }

  @Test
  void finds_formats_and_cases_that_depend_on_the_locale() throws IOException {
    Path source =
        Files.writeString(
            temp.resolve("A.java"),
            """
            class A {
              static final String SIDES = "%d" + "×%s";
              String a = "%s: %d".formatted("x", 1);
              String b = String.format("%6.2f" + "%n", 1.0);
              String c = SIDES.formatted(1, 2);
              String d(boolean many) { return (many ? "%s" : "%x").formatted(1); }
              void e(String format) { System.out.printf(format, 1); }
              String f = "I".toLowerCase();
              String g = String.format(java.util.Locale.ROOT, "%d", 1) + "%s%n%%".formatted(1);
              String h = "I".toLowerCase(java.util.Locale.ROOT);
            }
            """);
    assertThat(faults(List.of(source)))
        .extracting(fault -> fault.replaceFirst(".*A.java:(\\d+):.*", "$1"))
        .containsExactly("3", "4", "5", "6", "7", "8");
  }

  /** The calls of some sources that depend on the default locale, as file, line and text. */
  private static List<String> faults(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var faults = new ArrayList<String>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree unit : task.parse()) {
        var constants = new HashMap<String, ExpressionTree>();
        new TreeScanner<Void, Void>() {
          @Override
          public Void visitVariable(VariableTree variable, Void nothing) {
            if (variable.getInitializer() != null) {
              constants.put(variable.getName().toString(), variable.getInitializer());
            }
            return super.visitVariable(variable, nothing);
          }
        }.scan(unit, null);
        new TreeScanner<Void, Void>() {
          @Override
          public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (isFault(call, constants)) {
              long at = Trees.instance(task).getSourcePositions().getStartPosition(unit, call);
              faults.add(
                  "%s:%s: %s"
                      .formatted(
                          Path.of(unit.getSourceFile().toUri()),
                          unit.getLineMap().getLineNumber(at),
                          call));
            }
            return super.visitMethodInvocation(call, nothing);
          }
        }.scan(unit, null);
      }
    }
    return faults;
  }

  private static boolean isFault(MethodInvocationTree call, Map<String, ExpressionTree> constants) {
    if (!(call.getMethodSelect() instanceof MemberSelectTree method)) {
      return false;
    }
    String name = method.getIdentifier().toString();
    List<? extends ExpressionTree> arguments = call.getArguments();
    if (CASES.contains(name)) {
      return arguments.isEmpty();
    }
    if (!FORMATTING.contains(name)) {
      return false;
    }
    if (name.equals("formatted")) {
      return !isFree(method.getExpression(), constants);
    }
    return !arguments.isEmpty()
        && !arguments.get(0).toString().endsWith("Locale.ROOT")
        && !isFree(arguments.get(0), constants);
  }

  /** Whether a format is known, and the same in every locale. */
  private static boolean isFree(ExpressionTree format, Map<String, ExpressionTree> constants) {
    if (format instanceof LiteralTree literal) {
      return CONVERSION
          .matcher(String.valueOf(literal.getValue()))
          .results()
          .allMatch(found -> "scbn%".contains(found.group(1)));
    }
    if (format instanceof ParenthesizedTree inner) {
      return isFree(inner.getExpression(), constants);
    }
    if (format instanceof BinaryTree sum) {
      return isFree(sum.getLeftOperand(), constants) && isFree(sum.getRightOperand(), constants);
    }
    if (format instanceof ConditionalExpressionTree choice) {
      return isFree(choice.getTrueExpression(), constants)
          && isFree(choice.getFalseExpression(), constants);
    }
    if (format instanceof IdentifierTree name) {
      ExpressionTree value = constants.get(name.getName().toString());
      return value != null && isFree(value, constants);
    }
    return false;
  }
}
