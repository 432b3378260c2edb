package org.atelier.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class SentencesTest {
  static Stream<Arguments> sentences() {
    return Stream.of(
        Arguments.of(new NoSuchFileException("a.csv"), "There is no a.csv; check the path"),
        Arguments.of(new AccessDeniedException("a.csv"), "no permission for a.csv"),
        Arguments.of(new NotDirectoryException("a.csv"), "Expected a folder, but a.csv is a file"),
        Arguments.of(new FileAlreadyExistsException("a"), "a exists already"),
        Arguments.of(
            new FileSystemException("a", null, "Is a directory"),
            "Expected a file, but a is a folder"),
        Arguments.of(
            new FileSystemException("a", null, "No space left on device"),
            "no space left on the disk for a; make room"),
        Arguments.of(
            new FileSystemException("a", null, "Read-only file system"), "disk of a is read-only"),
        Arguments.of(new FileSystemException("a", null, "File name too long"), "too long"),
        Arguments.of(
            new FileSystemException("a", null, "Odd"), "a could not be read or written: Odd"),
        Arguments.of(new FileSystemException("a"), "a could not be read or written; check"),
        Arguments.of(new IOException("Is a directory"), "Expected a file, but a file is a folder"),
        Arguments.of(
            new IOException("No space left on device"), "There is no space left on the disk"),
        Arguments.of(new IOException(), "A file could not be read or written"),
        Arguments.of(
            new FileNotFoundException("a.csv (No such file or directory)"), "There is no a.csv"),
        Arguments.of(new FileNotFoundException("a (Permission denied)"), "no permission for a;"),
        Arguments.of(new FileNotFoundException("a"), "There is no a; check"),
        Arguments.of(new MalformedInputException(1), "text in UTF-8"),
        Arguments.of(new EOFException(), "A file ends early"),
        Arguments.of(new ClosedByInterruptException(), "was interrupted"),
        Arguments.of(
            new UncheckedIOException(new NoSuchFileException("a")), "There is no a; check"),
        Arguments.of(new ArithmeticException("integer overflow"), "larger than can be computed"),
        Arguments.of(new NullPointerException(), "by a mistake of the program"),
        Arguments.of(new IllegalStateException("odd"), "odd (IllegalStateException; --stacktrace"),
        Arguments.of(new EngineException("lines\nof a trace"), "The engine failed: lines;"),
        Arguments.of(
            new EngineException(
                "[enforce fail at alloc_cpu.cpp:75] . DefaultCPUAllocator: can't allocate memory:"
                    + " you tried to allocate 400000000000 bytes. Error code 12"),
            "not enough memory: the engine asked for 400000000000 bytes more"),
        Arguments.of(
            new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0"),
            "not enough GPU memory: the engine asked for 2.00 GiB more"),
        Arguments.of(new OutOfMemoryError("Java heap space"), "out of heap memory"),
        Arguments.of(new StackOverflowError(), "nested too deep"),
        Arguments.of(
            new UnsatisfiedLinkError("no torch in java.library.path: [/usr/lib]"),
            "The engine PyTorch cannot be loaded"),
        Arguments.of(
            new NoClassDefFoundError(
                "Could not initialize class ai.djl.pytorch.jni.PyTorchLibrary"),
            "The engine PyTorch cannot be loaded"),
        Arguments.of(
            new ExceptionInInitializerError(new IllegalStateException("bad digit")),
            "by a mistake of the program (IllegalStateException: bad digit)"),
        Arguments.of(
            new NoClassDefFoundError("com/example/Lib"), "A class of the program is missing"),
        Arguments.of(new AssertionError(), "by a mistake of the program (AssertionError)"));
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void whatever_is_thrown_becomes_one_sentence(Throwable thrown, String sentence) {
    assertThat(Sentences.of(thrown)).contains(sentence).doesNotContain("null").hasLineCount(1);
  }

  @Test
  void a_file_being_written_is_named_by_its_final_name() {
    var failure =
        new FileSystemException(
            "/disk/.grid.png.0b9c5b0e-3f0a-4a35-a6a6-2f3c9b4f2a10", null, "Read-only file system");

    assertThat(Sentences.of(failure)).startsWith("The disk of /disk/grid.png is read-only");
  }

  @Test
  void names_cannot_steer_the_terminal() {
    assertThat(Sentences.of(new NoSuchFileException("a\u001b[2J\nb.png")))
        .isEqualTo("There is no a?[2J b.png; check the path");
  }

  @Test
  void a_folder_that_is_read_as_a_file_is_said_to_be_one(@TempDir Path temp) {
    assertThat(
            Stream.<Callable<?>>of(
                    () -> Files.readAllBytes(temp),
                    () -> Files.readString(temp),
                    () -> new java.io.FileInputStream(temp.toFile()))
                .map(SentencesTest::refusal))
        .allSatisfy(
            sentence -> assertThat(sentence).contains("a file, but").contains("is a folder"));
  }

  private static String refusal(Callable<?> reading) {
    try {
      reading.call();
      return "was read";
    } catch (Exception e) {
      return Sentences.of(e);
    }
  }

  @Command(name = "fail")
  static final class Failing implements Callable<Integer> {
    @Option(names = "--stacktrace")
    private boolean stackTrace;

    @Override
    public Integer call() {
      throw new ExceptionInInitializerError(new IllegalStateException("bad digit"));
    }
  }

  @Test
  void an_error_ends_with_code_1_and_its_trace_is_shown_when_it_is_asked_for() {
    assertThat(run()).startsWith("1 atelier: ").hasLineCount(1);
    assertThat(run("--stacktrace"))
        .startsWith("1 java.lang.ExceptionInInitializerError")
        .contains("Failing.call", "\natelier: ");
  }

  private static String run(String... arguments) {
    var err = new StringWriter();
    var command =
        Commands.prepared(new CommandLine(new Failing())).setErr(new PrintWriter(err, true));
    return Commands.run(command, arguments) + " " + err.toString().strip();
  }
}
