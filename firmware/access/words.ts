/** 256 words that nobody misspells when they are read aloud: 8 bits each. */
export const WORDS: readonly string[] = `
acorn alarm album alley amber anchor angel ankle apple apron arrow aspen atlas attic autumn badge
badger bagel baker bamboo banana banjo barley barn basil basket beach beacon beaver beetle bell berry
birch bison blanket blossom bonnet border bottle boulder bramble branch breeze brick bridge bronze brook brush
bucket buffalo butter button cabin cactus camel candle canoe canyon carbon carpet carrot castle cedar cellar
chalk cherry chimney circle clover cobalt coffee collar comet copper coral cotton cricket crystal cymbal daisy
dancer desert diamond dolphin donkey dragon drummer eagle easel ember engine fabric falcon feather fennel fiddle
finger flannel flute forest fossil fountain fox galaxy garden garlic garnet ginger glacier goblet granite grape
gravel guitar hammer harbor harvest hazel helmet heron hollow honey horizon hunter igloo indigo island ivory
jacket jasper jelly jigsaw jungle juniper kettle kitten ladder lagoon lantern lark lemon lentil lily linen
lizard lobster locket lumber magnet maple marble marsh meadow melon meteor mirror mitten morning mosaic
mountain mustard nectar needle nickel nugget nutmeg oasis ocean olive onion orange orchard orchid otter oven
oyster paddle palace panda panther paper parrot pebble pelican pencil pepper piano pigeon pillow pine planet
plum pocket pony poplar poppy potato prairie pumpkin puzzle quarry quartz rabbit radish raven ribbon
river robin rocket saddle saffron salmon sandal satin scarlet shadow silver sparrow spider spruce squirrel
sugar summer sunset tablet temple thimble thunder tiger timber tomato topaz tractor tulip tunnel turtle valley
velvet violin walnut willow window winter zebra lilac magpie mango mantle minnow muffin napkin oriole pearl raisin
saucer teapot
`
  .trim()
  .split(/\s+/)
