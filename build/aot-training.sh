# To be sourced by first-use.sh. The JVM records which classes these command lines load, and prepares them in the AOT cache,
# so that the next start finds them ready. One command line per entry; none may need root or change the machine.
AOT_TRAINING=(
  "--help"
  "--version"
)
