package org.atelier.train;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serialises components of options whose type is a sealed interface of records (a likelihood, an
 * architecture): the record's components are preceded by its simple name, {@code {"type": "Normal",
 * "deviation": 0.5}}. Only permitted subtypes can be read.
 */
final class SealedOptions implements TypeAdapterFactory {
  private static final String TYPE = "type";

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
    Class<? super T> sealed = token.getRawType();
    return sealed.isInterface() && sealed.isSealed()
        ? new Adapter<T>(gson, sealed).nullSafe()
        : null;
  }

  private static final class Adapter<T> extends TypeAdapter<T> {
    private final Gson gson;
    private final Class<? super T> sealed;

    Adapter(Gson gson, Class<? super T> sealed) {
      this.gson = gson;
      this.sealed = sealed;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      if (!value.getClass().isRecord()
          || !Arrays.asList(sealed.getPermittedSubclasses()).contains(value.getClass())) {
        throw new JsonParseException(
            "expected a %s of one of the types %s in options, but got a %s"
                .formatted(sealed.getSimpleName(), kinds(), value.getClass().getName()));
      }
      var json = new JsonObject();
      json.addProperty(TYPE, value.getClass().getSimpleName());
      gson.toJsonTree(value, value.getClass())
          .getAsJsonObject()
          .entrySet()
          .forEach(entry -> json.add(entry.getKey(), entry.getValue()));
      gson.toJson(json, out);
    }

    @Override
    @SuppressWarnings("unchecked") // A permitted subclass is one of the sealed interface's type.
    public T read(JsonReader in) throws IOException {
      JsonElement json = gson.fromJson(in, JsonElement.class);
      String type =
          json.isJsonObject() && json.getAsJsonObject().has(TYPE)
              ? json.getAsJsonObject().get(TYPE).getAsString()
              : "none";
      for (Class<?> permitted : sealed.getPermittedSubclasses()) {
        if (permitted.isRecord() && permitted.getSimpleName().equals(type)) {
          return (T) gson.fromJson(json, permitted);
        }
      }
      throw new JsonParseException(
          "expected as the type of %s one of %s, but got %s"
              .formatted(sealed.getSimpleName(), kinds(), type));
    }

    private List<String> kinds() {
      return Arrays.stream(sealed.getPermittedSubclasses())
          .filter(Class::isRecord)
          .map(Class::getSimpleName)
          .toList();
    }
  }
}
