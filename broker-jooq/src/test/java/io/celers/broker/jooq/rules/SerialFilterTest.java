package io.celers.broker.jooq.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** That all tests run where nothing can be read by Java's serialization. */
class SerialFilterTest {

  @Test
  void noObjectCanBeRead() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(written)) {
      objects.writeObject(new ArrayList<>());
    }

    try (ObjectInputStream objects =
        new ObjectInputStream(new ByteArrayInputStream(written.toByteArray()))) {
      assertThatExceptionOfType(InvalidClassException.class).isThrownBy(objects::readObject);
    }
    assertThat(System.getProperty("jdk.serialFilter")).isEqualTo("!*");
  }
}
