# caught: line 1: Nothing in this file is run
