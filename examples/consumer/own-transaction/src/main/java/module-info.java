/** A named module, so that those of the broker are used as such. */
module com.example.owntransaction {
  requires io.celers.broker.jooq;
  requires org.jooq;
  // only so that the module is there: the broker looks for it
  requires tools.jackson.databind;

  opens com.example.owntransaction to
      tools.jackson.databind;
}
