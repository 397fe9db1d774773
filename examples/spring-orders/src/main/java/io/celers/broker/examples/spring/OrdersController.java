package io.celers.broker.examples.spring;

import jakarta.validation.Valid;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Orders over HTTP. */
@RestController
@RequestMapping("/orders")
class OrdersController {

  private final Orders orders;

  OrdersController(Orders orders) {
    this.orders = orders;
  }

  /** Answers when order and task are committed. */
  @PostMapping
  ResponseEntity<PlacedOrder> place(@Valid @RequestBody NewOrder order) {
    PlacedOrder placed = orders.place(order);
    return ResponseEntity.created(URI.create("/orders/" + placed.id())).body(placed);
  }

  @GetMapping("/{id}")
  PlacedOrder find(@PathVariable("id") long id) {
    return orders
        .find(id)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no order " + id));
  }
}
