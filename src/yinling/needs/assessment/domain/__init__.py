"""Rules of assessing: states, who may assess, how long a grade holds, drawing a sample, reading sheets of answers."""
