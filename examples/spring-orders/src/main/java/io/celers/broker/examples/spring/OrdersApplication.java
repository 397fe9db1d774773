package io.celers.broker.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program. */
@SpringBootApplication
public class OrdersApplication {

  /** Arguments are properties of Spring: {@code --spring.datasource.url=jdbc:postgresql:..}. */
  public static void main(String[] args) {
    SpringApplication.run(OrdersApplication.class, args);
  }
}
