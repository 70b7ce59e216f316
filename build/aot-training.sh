# To be sourced by first-use.sh. The JVM records which classes these command lines load, and prepares them in the AOT cache,
# so that the next start finds them ready. One command line per entry, words separated by blanks; @DIR@ is a temporary
# directory, @CGROUPS@ a root of cgroups for it. They run in one process; as root they launch containers, for others they may fail, which does not matter.
training_places="--runtime_dir=@DIR@/run --work_dir=@DIR@/work --cgroups_root=@CGROUPS@"
AOT_TRAINING=(
  "--help"
  "--version"
  "run --help"
  "run $training_places -- true"
  "run $training_places -- true"
  "run $training_places --cpus=0.1 --mem=64MB --env A=b --shell false"
  "run $training_places -- /no/such/program"
  "run $training_places --no-such-flag -- true"
  "run $training_places -d --name training -- sleep 100"
  "ps $training_places"
  "ps $training_places --all --format=json"
  "exec $training_places training -- true"
  "stats $training_places training"
  "logs $training_places training"
  "inspect $training_places training"
  "kill $training_places --signal=KILL training"
  "wait $training_places training"
  "rm $training_places --force training"
  "rm $training_places training"
  "doctor $training_places"
)
