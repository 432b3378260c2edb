package org.atelier.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a parameterized test once for each {@link Golden} case that was computed by one program of a
 * reference project. Cases are found by what they say of themselves, not by their names, so that
 * another set of cases runs through the same tests; a test whose program has no case fails.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @GoldenCases(family = "cyclegan", source = "models/networks.py", symbol = "UnetGenerator")
 * void unet_generators_match_the_reference(Golden golden) { … }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(GoldenCases.Provider.class)
public @interface GoldenCases {
  /** The {@code family} of the cases, as in {@code "cyclegan"}. */
  String family();

  /** A path that {@code upstream} names, as in {@code "models/networks.py"}; any if empty. */
  String source() default "";

  /** How the symbol of that {@code upstream} begins; any if empty. */
  String symbol() default "";

  /** Finds the cases. */
  final class Provider implements ArgumentsProvider, AnnotationConsumer<GoldenCases> {
    private String family = "";
    private String source = "";
    private String symbol = "";

    @Override
    public void accept(GoldenCases cases) {
      family = cases.family();
      source = cases.source();
      symbol = cases.symbol();
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return Golden.all(family, source, symbol).stream().map(Arguments::of);
    }
  }
}
